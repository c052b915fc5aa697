// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.btrplace.model.DefaultModel;
import org.btrplace.model.Model;
import org.btrplace.model.Node;
import org.btrplace.model.VM;
import org.btrplace.model.constraint.Ban;
import org.btrplace.model.constraint.MaxOnline;
import org.btrplace.model.constraint.ResourceCapacity;
import org.btrplace.model.constraint.SatConstraint;
import org.btrplace.model.constraint.Spread;
import org.btrplace.model.view.ShareableResource;
import org.btrplace.plan.ReconfigurationPlan;
import org.btrplace.plan.event.Action;
import org.btrplace.plan.event.MigrateVM;
import org.btrplace.scheduler.choco.ChocoScheduler;
import org.btrplace.scheduler.choco.DefaultChocoScheduler;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Limits;
import org.transhume.planner.Outcome;
import org.transhume.planner.Planner;
import org.transhume.planner.check.PlanChecker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** BtrPlace and the planner on the same instances, one after the other in one process. */
@Command(
    name = "planner-btrplace",
    description = {
      "Has BtrPlace (choco) and the planner relieve hotN and consolidate consN, their order of moves",
      "included, and judges both: capacity, bans and spread in the end, memory at every moment."
    },
    mixinStandardHelpOptions = true)
final class BtrPlaceBench implements Callable<Integer> {

  private static final int CAP = 80;
  private static final int CAP_WHEN_PACKING = 100;
  private static final int AMPLE = 100_000;
  private static final double NANOS_PER_MILLI = 1e6;

  @Mixin private Figures figures;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Instances.")
  private List<Path> files;

  @Option(
      names = "--time-limit",
      defaultValue = "180",
      description = "Seconds that BtrPlace has for each; ${DEFAULT-VALUE}.")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    return figures.around("planner-btrplace", this::measure);
  }

  private Void measure() throws Exception {
    for (Path file : files) {
      PlannerInstance instance = PlannerInstance.read(file);
      figures.say(instance.name());
      btrPlace(instance);
      ours(instance);
    }
    return null;
  }

  private void ours(PlannerInstance instance) {
    long start = System.nanoTime();
    Outcome outcome =
        new Planner()
            .plan(
                instance.cluster(),
                PlannerBench.goal(instance),
                PlannerBench.constraints(instance));
    figures.put(
        instance.name() + ": ours, first call",
        (System.nanoTime() - start) / NANOS_PER_MILLI,
        "ms",
        "");
    figures.put(
        instance.name() + ": ours, moves", outcome.plan().orElseThrow().moves().size(), "", "");
  }

  private void btrPlace(PlannerInstance instance) {
    boolean packs = instance.name().startsWith("cons");
    Model model = new DefaultModel();
    Cluster cluster = instance.cluster();
    int cap = packs ? CAP_WHEN_PACKING : CAP;
    ShareableResource memory = new ShareableResource("mem", 0, 0);
    ShareableResource processors = new ShareableResource("cpu", 0, 0);
    Map<String, Node> nodes = new TreeMap<>();
    cluster
        .hosts()
        .forEach(
            host -> {
              Node node = model.newNode();
              nodes.put(host.name(), node);
              model.getMapping().addOnlineNode(node);
              memory.setCapacity(node, host.memoryMib() - PlannerInstance.RESERVE_MIB);
              // It refuses a model that is over a resource's capacity; a constraint says the cap.
              processors.setCapacity(node, AMPLE);
            });
    Map<String, VM> machines = new TreeMap<>();
    for (Domain domain : cluster.domains()) {
      VM machine = model.newVM();
      machines.put(domain.name(), machine);
      model.getMapping().addRunningVM(machine, nodes.get(cluster.hostOf(domain.name())));
      memory.setConsumption(machine, domain.memoryMib());
      processors.setConsumption(machine, domain.demandPercent());
    }
    model.attach(memory);
    model.attach(processors);
    List<SatConstraint> constraints = constraints(instance, nodes, machines);
    cluster
        .hosts()
        .forEach(
            host ->
                constraints.add(
                    new ResourceCapacity(nodes.get(host.name()), "cpu", host.cores() * cap)));
    if (packs) {
      int hosts = instance.fewestHosts(cap);
      constraints.add(new MaxOnline(new HashSet<>(nodes.values()), hosts + hosts / 100, false));
    }
    ChocoScheduler scheduler = new DefaultChocoScheduler();
    scheduler.doRepair(!packs);
    scheduler.setTimeLimit(seconds);
    long start = System.nanoTime();
    ReconfigurationPlan plan = scheduler.solve(model, constraints);
    figures.put(
        instance.name() + ": BtrPlace", (System.nanoTime() - start) / NANOS_PER_MILLI, "ms", "");
    if (plan == null) {
      figures.say("  BtrPlace found no plan in " + seconds + " s");
    } else {
      judge(instance, plan, nodes, machines);
    }
  }

  private static List<SatConstraint> constraints(
      PlannerInstance instance, Map<String, Node> nodes, Map<String, VM> machines) {
    List<SatConstraint> all = new ArrayList<>();
    instance
        .groups()
        .values()
        .forEach(
            members -> {
              Set<VM> group = new HashSet<>();
              members.forEach(member -> group.add(machines.get(member)));
              all.add(new Spread(group, false));
            });
    instance
        .bans()
        .forEach(
            (domain, hosts) -> {
              Set<Node> banned = new HashSet<>();
              hosts.forEach(host -> banned.add(nodes.get(host)));
              all.add(new Ban(machines.get(domain), banned));
            });
    return all;
  }

  /** Its end by our checker; on the way the memory at both ends of each move. */
  private void judge(
      PlannerInstance instance,
      ReconfigurationPlan plan,
      Map<String, Node> nodes,
      Map<String, VM> machines) {
    Map<Node, String> hosts = new HashMap<>();
    nodes.forEach((name, node) -> hosts.put(node, name));
    Map<VM, String> domains = new HashMap<>();
    machines.forEach((name, machine) -> domains.put(machine, name));
    Map<String, String> ends = new TreeMap<>();
    List<MigrateVM> moves = new ArrayList<>();
    for (Action action : plan.getActions()) {
      if (action instanceof MigrateVM move) {
        moves.add(move);
        ends.put(domains.get(move.getVM()), hosts.get(move.getDestinationNode()));
      }
    }
    Cluster after = instance.cluster().with(ends);
    figures.put(instance.name() + ": BtrPlace, moves", moves.size(), "", "");
    figures.put(instance.name() + ": BtrPlace, hosts used", PlannerBench.hostsUsed(after), "", "");
    figures.put(
        instance.name() + ": BtrPlace, broken in the end",
        new PlanChecker(PlannerBench.constraints(instance), Limits.DEFAULT).placement(after).size(),
        "",
        "0");
    figures.put(
        instance.name() + ": BtrPlace, hosts short of memory on the way",
        shortOnTheWay(instance, moves, hosts, domains),
        "",
        "0");
  }

  private static int shortOnTheWay(
      PlannerInstance instance,
      List<MigrateVM> moves,
      Map<Node, String> hosts,
      Map<VM, String> domains) {
    Cluster cluster = instance.cluster();
    Map<String, Long> used = new HashMap<>();
    cluster
        .domains()
        .forEach(d -> used.merge(cluster.hostOf(d.name()), (long) d.memoryMib(), Long::sum));
    record Event(int time, boolean begins, MigrateVM move) {}
    List<Event> events = new ArrayList<>();
    for (MigrateVM move : moves) {
      events.add(new Event(move.getStart(), true, move));
      events.add(new Event(move.getEnd(), false, move));
    }
    // What ends at a moment has left before what begins then.
    events.sort(Comparator.comparingInt(Event::time).thenComparing(Event::begins));
    Set<String> tooFull = new HashSet<>();
    for (Event event : events) {
      String domain = domains.get(event.move().getVM());
      long memory = cluster.domains().get(cluster.domainIndex(domain)).memoryMib();
      String from = hosts.get(event.move().getSourceNode());
      String to = hosts.get(event.move().getDestinationNode());
      if (event.begins()) {
        used.merge(to, memory, Long::sum);
        int total = cluster.hosts().get(cluster.hostIndex(to)).memoryMib();
        if (used.get(to) > total - PlannerInstance.RESERVE_MIB) {
          tooFull.add(to);
        }
      } else {
        used.merge(from, -memory, Long::sum);
      }
    }
    return tooFull.size();
  }
}
