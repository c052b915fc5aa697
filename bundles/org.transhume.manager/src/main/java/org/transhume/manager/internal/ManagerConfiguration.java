// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.manager}. */
@ObjectClassDefinition(
    name = "Transhume manager",
    description = "Which hosts are managed, and how far the manager may go by itself.")
@interface ManagerConfiguration {

  @AttributeDefinition(description = "The manager's name, as agents and logs show it.")
  String name() default "manager";

  @AttributeDefinition(
      description =
          "Where agents listen: HOST:PORT, separated by commas. The agent's certificate must name"
              + " HOST.")
  String[] endpoints() default {};

  @AttributeDefinition(
      description =
          "How far policies may go: OBSERVE (not asked), ADVISE (they propose) or AUTOMATIC (they"
              + " move domains). What an operator sets through the Manager MBean is kept and counts"
              + " more than this.")
  String mode() default "ADVISE";

  @AttributeDefinition(
      description =
          "The same for single policies: NAME=MODE, separated by commas; ADVISE for those not"
              + " named. The lower of both modes counts.")
  String[] policyModes() default {};

  @AttributeDefinition(
      description =
          "Whose wishes come first when those of two policies do not go together: NAME=NUMBER,"
              + " separated by commas, the higher number first; 0 for those not named.")
  String[] policyPriorities() default {
    "hotspot=100", "drain=90", "replicas=60", "balance=50", "consolidate=10"
  };

  @AttributeDefinition(
      description =
          "Folder of the manager's journal; relative to the container's data folder. Each manager"
              + " needs one of its own, on a local disk.")
  String dataFolder() default "transhume/manager";

  @AttributeDefinition(
      description =
          "Whether this is one of several managers: it then leads only while it is elected through"
              + " the coordination that is installed, and their journal is kept there instead of in"
              + " the data folder.")
  boolean coordinated() default false;

  @AttributeDefinition(
      description =
          "Least first number of the epoch. A manager that is alone needs none: 'transhume epoch"
              + " advance' lets it lead again when its journal was lost and agents refuse it. Of"
              + " several managers raise it on all by one, and only then, when agents refuse them"
              + " although no other one leads.")
  long epochGeneration() default 0;

  @AttributeDefinition(
      description = "In how many rounds running a policy must want the same move; 1 to 100.")
  int holdRounds() default 1;

  @AttributeDefinition(
      description =
          "Milliseconds that a domain stays where a migration left it before a policy may move it"
              + " again. Operators may move it at any time.")
  long coolDownMillis() default 300_000;

  @AttributeDefinition(
      description =
          "Milliseconds after a migration in which the load of its two hosts counts for no policy.")
  long settleMillis() default 15_000;

  @AttributeDefinition(
      description = "Least gain of a move, in the policy's own unit; 0 for any move.")
  double minimumGain() default 0.01;

  @AttributeDefinition(
      description =
          "Least gain of a move for each gibibyte of memory that it has to copy, as POLICY=GAIN in"
              + " the policy's own unit, such as balance=0.02. Without one for a policy, what its"
              + " moves cost does not count.")
  String[] gainsPerGibibyte() default {};

  @AttributeDefinition(
      description =
          "How many migrations may leave one host at a time. What an operator sets through the"
              + " Manager MBean holds until another value is given here; so it is with all caps.")
  int migrationsPerSource() default 1;

  @AttributeDefinition(
      description =
          "How many migrations may arrive at one host at a time; an agent may allow fewer"
              + " (arrivalsAtOnce).")
  int migrationsPerTarget() default 1;

  @AttributeDefinition(
      description =
          "How many migrations may be under way at a time in the whole cluster; 0 for no cap.")
  int migrationsPerCluster() default 0;

  @AttributeDefinition(
      description =
          "Most bytes of memory per second that each migration copies while its domain runs; 0 for"
              + " no cap. An agent may be configured for less.")
  long bandwidthLimitBytesPerSecond() default 0;

  @AttributeDefinition(
      description = "Hosts that stay powered up, whoever wants one powered down, 1 to 10000.")
  int hostsOnAtLeast() default 2;

  @AttributeDefinition(
      description =
          "Empty hosts that policies leave powered up, 0 to 10000, for when one dies or load rises.")
  int spareHostsOn() default 1;

  @AttributeDefinition(
      description =
          "Milliseconds of silence after which nobody decides on a host; several times the agents'"
              + " period.")
  long staleAfterMillis() default 10_000;

  @AttributeDefinition(
      description =
          "Milliseconds between two rounds in which nothing happened. Events lead to a round at"
              + " once.")
  long roundMillis() default 10_000;

  @AttributeDefinition(description = "Milliseconds that a policy may think.")
  long policyMillis() default 5_000;

  @AttributeDefinition(
      description = "Milliseconds for which agents believe that this manager is there.")
  long leaseMillis() default 60_000;

  @AttributeDefinition(
      description = "Milliseconds that a migration may take, before its memory is counted.")
  long limitBaseMillis() default 120_000;

  @AttributeDefinition(description = "Milliseconds that each mebibyte of memory adds to that.")
  double limitMillisPerMebibyte() default 800;

  @AttributeDefinition(
      description =
          "Factor on the waits for agents' connections and answers, 1 to 100. Raise it where"
              + " control domains are short of processor time.")
  int patience() default 1;
}
