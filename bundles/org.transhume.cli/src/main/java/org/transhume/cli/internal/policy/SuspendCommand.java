// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.policy;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume suspend}. */
@Command(
    name = "suspend",
    description = {
      "Lets no policy move anything for a while, such as a rolling update. They propose all the same",
      "and begin again by themselves; 'transhume resume' lets them at once. What is under way goes on,",
      "and operators may move what they like."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume suspend 30m rolling update of the hosts"})
public final class SuspendCommand implements Callable<Integer> {

  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");

  @Parameters(index = "0", paramLabel = "TIME", description = "For how long: 90s, 30m, 2h or 1d.")
  private String time;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "WHY", description = "The reason.")
  private String[] why;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    long millis = millis();
    try (ClusterConnection connection = options.connect()) {
      ManagerMXBean manager = connection.manager();
      manager.suspend(millis, String.join(" ", why));
      spec.commandLine()
          .getOut()
          .println(
              "policies move nothing until "
                  + Instant.ofEpochMilli(manager.getSuspendedUntilEpochMillis()));
    }
    return ExitCode.OK;
  }

  private long millis() {
    Matcher parts = TIME.matcher(time);
    if (!parts.matches()) {
      throw new ParameterException(
          spec.commandLine(), "'" + time + "' is no time: give 90s, 30m, 2h or 1d");
    }
    long seconds =
        switch (parts.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          default -> 86_400;
        };
    return Long.parseLong(parts.group(1)) * seconds * 1_000;
  }
}
