// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can say of a simulated cluster. */
@ObjectClassDefinition(
    name = "Transhume simulator",
    description =
        "A cluster of simulated Xen hosts within this container. Without this configuration there"
            + " is none.")
@interface SimulatorConfiguration {

  /** Under which name the configuration is kept. */
  String PID = "org.transhume.hypervisor.sim";

  @AttributeDefinition(description = "The cluster's name, which its MBean carries.")
  String name() default "cluster";

  @AttributeDefinition(description = "Names of the hosts, parted by commas or blanks.")
  String hosts() default "a-204-02, a-204-03, a-204-04";

  @AttributeDefinition(
      description =
          "How many hosts. 0: as many as are named. More than are named: their names go on as"
              + " a-204-05, a-204-06 ...")
  int hostCount() default 0;

  @AttributeDefinition(description = "Processors of each host.")
  int physicalCpus() default 2;

  @AttributeDefinition(description = "Memory of each host, such as 4GiB.")
  String memory() default "4GiB";

  @AttributeDefinition(description = "The control domain's part of a host's memory.")
  String controlDomainMemory() default "1GiB";

  @AttributeDefinition(
      description =
          "What a host's migration link carries in each direction, shared by its migrations.")
  String link() default "32MiB/s";

  @AttributeDefinition(
      description =
          "The domains that the cluster begins with, parted by commas or blanks, each like"
              + " etch-1-1@a-204-02:256MiB:1vcpu:demand=0.3:dirty=20MiB/s; further words are set="
              + " (the memory it writes to), network=, weight= and cap=; a demand may be a script"
              + " like 0.3*60s+0.9*30s. Empty: some for each host, drawn from the seed. none: no"
              + " domain.")
  String domains() default "";

  @AttributeDefinition(description = "Everything random is drawn from it.")
  long seed() default 1;

  @AttributeDefinition(
      description = "How much demands flicker: 0 for not at all, 0.05 for a twentieth up and down.")
  String demandNoise() default "0.05";

  @AttributeDefinition(
      description =
          "How much memory one byte of a migration's stream stands for: 4096 for a byte a page.")
  String memoryPerStreamByte() default "4096";

  @AttributeDefinition(
      description =
          "How far the hosts' clocks go wrong at most, in parts per million; each host's own drift"
              + " is drawn from the seed.")
  double clockDriftPartsPerMillion() default 0;

  @AttributeDefinition(
      description =
          "What hosts are like for the checks before a migration, parted by commas or blanks, each"
              + " like a-204-03:release=4.18:lacks=xenbr1; the words are release=, kilohertz=,"
              + " features=, clock=free, autoballoon=on, lacks=, differs=, starts= and saved=. A"
              + " host that is not named has everything.")
  String equipment() default "";

  @AttributeDefinition(
      description =
          "Where domains that are backed by a real process (sim_command) have their data. Empty:"
              + " in a folder below the container's data folder.")
  String dataFolder() default "";
}
