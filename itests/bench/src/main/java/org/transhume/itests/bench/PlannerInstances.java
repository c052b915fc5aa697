// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws clusters like those that the figures are about: same sizes, same kinds, another seed. */
@Command(
    name = "planner-instances",
    description = {
      "Writes tab-separated clusters of 64 GiB and 16 cores a host with 10 domains each: hotN is",
      "unevenly loaded, consN fits on about a third of its hosts, freeN is hotN without groups and",
      "bans. The same seed gives the same files."
    },
    mixinStandardHelpOptions = true)
final class PlannerInstances implements Callable<Integer> {

  private static final int MEMORY = 65536;
  private static final int CORES = 16;
  private static final int DOMAINS_A_HOST = 10;
  private static final int GROUP_MEMBERS = 5;

  @Option(names = "--seed", defaultValue = "1", description = "${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to.")
  private Path folder;

  @Option(
      names = "--hosts",
      split = ",",
      defaultValue = "40,50,200,1000",
      description = "Sizes; ${DEFAULT-VALUE}.")
  private List<Integer> sizes;

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(folder);
    for (int hosts : sizes) {
      List<String> hot = draw(seed, hosts, true);
      Files.write(folder.resolve("hot" + hosts + ".tsv"), hot);
      Files.write(folder.resolve("free" + hosts + ".tsv"), freed(hot));
      Files.write(folder.resolve("cons" + hosts + ".tsv"), draw(seed, hosts, false));
    }
    return 0;
  }

  /** A cluster; with {@code hot} large domains with much demand, otherwise small quiet ones. */
  static List<String> draw(long seed, int hosts, boolean hot) {
    return draw(new Random(seed * 31 + hosts + (hot ? 7 : 0)), hosts, hot);
  }

  private static List<String> draw(Random random, int hosts, boolean hot) {
    double[] weights = new double[hosts];
    double all = 0;
    for (int host = 0; host < hosts; host++) {
      weights[host] = hot ? 0.4 + 1.2 * random.nextDouble() : 0.1 + 1.9 * random.nextDouble();
      all += weights[host];
    }
    int[] free = new int[hosts];
    java.util.Arrays.fill(free, hot ? 61440 : 62464);
    List<String> lines = new ArrayList<>(List.of("#hosts " + hosts + " " + MEMORY + " " + CORES));
    int domains = hosts * DOMAINS_A_HOST;
    for (int i = 0; i < domains; i++) {
      int size = random.nextInt(4);
      int memory = (hot ? 2048 : 1024) << (size == 0 ? 0 : size == 3 ? 2 : 1);
      int vcpus = hot && size == 3 ? 4 : 1 + random.nextInt(2);
      double part = Math.pow(random.nextDouble(), hot ? 1 : 2);
      int demand = (int) (5 + vcpus * (hot ? 90 : 65) * part);
      int host = host(random, weights, all);
      while (free[host] < memory) {
        host = random.nextInt(hosts);
      }
      free[host] -= memory;
      int group = i < hosts ? i / GROUP_MEMBERS : -1;
      String banned = random.nextInt(50) == 0 ? banned(random, hosts) : "";
      lines.add(
          String.join(
              "\t",
              String.format("vm%05d", i),
              Integer.toString(memory),
              Integer.toString(vcpus),
              Integer.toString(host),
              Integer.toString(demand),
              Integer.toString(group),
              banned));
    }
    return lines;
  }

  private static int host(Random random, double[] weights, double all) {
    double at = random.nextDouble() * all;
    int host = 0;
    while (host < weights.length - 1 && at >= weights[host]) {
      at -= weights[host++];
    }
    return host;
  }

  private static String banned(Random random, int hosts) {
    return random
        .ints(5, 0, hosts)
        .sorted()
        .distinct()
        .mapToObj(Integer::toString)
        .collect(java.util.stream.Collectors.joining(","));
  }

  private static List<String> freed(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("\t[^\t]*\t[^\t]*$", "\t-1\t")).toList();
  }
}
