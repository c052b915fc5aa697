// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.coordination.zookeeper}. */
@ObjectClassDefinition(
    name = "Transhume coordination by ZooKeeper",
    description = "The ensemble through which several managers elect one leader.")
@interface EnsembleConfiguration {

  @AttributeDefinition(
      description =
          "Where the ensemble's servers listen for clients: HOST:PORT, separated by commas. With TLS"
              + " that is their secureClientPort. Nothing is done without it.")
  String[] servers() default {};

  @AttributeDefinition(
      description =
          "Where in the ensemble this cluster has its place. All managers of a cluster say the same"
              + " here, and those of other clusters do not.")
  String path() default "/transhume";

  @AttributeDefinition(
      description =
          "Milliseconds without a sign of life after which a leader counts as dead; 1000 to 6000."
              + " The ensemble grants no less than twice its tickTime.")
  int sessionMillis() default 4_000;

  @AttributeDefinition(
      description =
          "Whether the connection is TLS with certificates on both sides. Without, whoever reaches"
              + " the ensemble can read and lose the journal.")
  boolean tls() default true;

  @AttributeDefinition(
      description =
          "The names (CN) in the certificates of all managers, separated by commas. With TLS they"
              + " alone may touch what the ensemble keeps for this cluster.")
  String[] managers() default {};
}
