// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.util.List;
import org.transhume.cli.internal.application.ApplicationCommand;
import org.transhume.cli.internal.ca.CaCommand;
import org.transhume.cli.internal.campaign.CampaignCommand;
import org.transhume.cli.internal.decision.DecisionsCommand;
import org.transhume.cli.internal.decision.ExplainCommand;
import org.transhume.cli.internal.decision.HistoryCommand;
import org.transhume.cli.internal.decision.ReplayCommand;
import org.transhume.cli.internal.demo.DemoCommand;
import org.transhume.cli.internal.doctor.DoctorCommand;
import org.transhume.cli.internal.epoch.EpochCommand;
import org.transhume.cli.internal.instance.AgentCommand;
import org.transhume.cli.internal.instance.ManagerCommand;
import org.transhume.cli.internal.journal.JournalCommand;
import org.transhume.cli.internal.plan.PlanCommand;
import org.transhume.cli.internal.plan.SnapshotCommand;
import org.transhume.cli.internal.policy.PolicyCommand;
import org.transhume.cli.internal.policy.ResumeCommand;
import org.transhume.cli.internal.policy.SuspendCommand;
import org.transhume.cli.internal.power.PowerCommand;
import org.transhume.cli.internal.rules.RulesCommand;
import org.transhume.cli.internal.simulate.SimulateCommand;
import org.transhume.cli.internal.view.CancelCommand;
import org.transhume.cli.internal.view.CapsCommand;
import org.transhume.cli.internal.view.CheckCommand;
import org.transhume.cli.internal.view.CreateCommand;
import org.transhume.cli.internal.view.ListCommand;
import org.transhume.cli.internal.view.MigrateCommand;
import org.transhume.cli.internal.view.ModeCommand;
import org.transhume.cli.internal.view.NamesCommand;
import org.transhume.cli.internal.view.ShowCommand;
import org.transhume.cli.internal.view.StartCommand;
import org.transhume.cli.internal.view.StopCommand;
import org.transhume.cli.internal.wrapper.WrapperCommand;
import picocli.CommandLine;

/** The tree of commands, of which a run builds no more than it needs. */
final class Commands {

  private static final List<String> NAMES =
      List.of(
          "demo",
          "list",
          "show",
          "create",
          "stop",
          "start",
          "migrate",
          "check",
          "cancel",
          "mode",
          "policy",
          "suspend",
          "resume",
          "decisions",
          "replay",
          "explain",
          "history",
          "caps",
          "rules",
          "wrapper",
          "application",
          "power",
          "epoch",
          "simulate",
          "campaign",
          "agent",
          "manager",
          "ca",
          "journal",
          "plan",
          "snapshot",
          "jconsole",
          "doctor",
          "lab",
          "completion",
          "names",
          "rehearse",
          "version");

  private Commands() {}

  /** The command line that can understand these arguments. */
  static CommandLine lineFor(String... arguments) {
    if (arguments.length > 0 && NAMES.contains(arguments[0])) {
      CommandLine line = new CommandLine(new TranshumeCommand());
      return add(line, arguments[0]);
    }
    return whole();
  }

  /** The command line with every command in it. */
  static CommandLine whole() {
    CommandLine line = new CommandLine(new TranshumeCommand());
    NAMES.forEach(name -> add(line, name));
    return line;
  }

  private static CommandLine add(CommandLine line, String name) {
    CommandLine command = new CommandLine(command(name));
    if (name.equals("lab")) {
      // The lab's own options come after its name, and their order matters.
      command.setUnmatchedOptionsArePositionalParams(true);
    }
    return line.addSubcommand(name, command);
  }

  private static Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "list" -> new ListCommand();
      case "show" -> new ShowCommand();
      case "create" -> new CreateCommand();
      case "stop" -> new StopCommand();
      case "start" -> new StartCommand();
      case "migrate" -> new MigrateCommand();
      case "check" -> new CheckCommand();
      case "cancel" -> new CancelCommand();
      case "mode" -> new ModeCommand();
      case "policy" -> new PolicyCommand();
      case "suspend" -> new SuspendCommand();
      case "resume" -> new ResumeCommand();
      case "decisions" -> new DecisionsCommand();
      case "replay" -> new ReplayCommand();
      case "explain" -> new ExplainCommand();
      case "history" -> new HistoryCommand();
      case "caps" -> new CapsCommand();
      case "rules" -> new RulesCommand();
      case "wrapper" -> new WrapperCommand();
      case "application" -> new ApplicationCommand();
      case "power" -> new PowerCommand();
      case "epoch" -> new EpochCommand();
      case "simulate" -> new SimulateCommand();
      case "campaign" -> new CampaignCommand();
      case "agent" -> new AgentCommand();
      case "manager" -> new ManagerCommand();
      case "ca" -> new CaCommand();
      case "journal" -> new JournalCommand();
      case "plan" -> new PlanCommand();
      case "snapshot" -> new SnapshotCommand();
      case "jconsole" -> new JConsoleCommand();
      case "doctor" -> new DoctorCommand();
      case "lab" -> new LabCommand();
      case "completion" -> new CompletionCommand();
      case "names" -> new NamesCommand();
      case "rehearse" -> new RehearseCommand();
      case "version" -> new VersionCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
