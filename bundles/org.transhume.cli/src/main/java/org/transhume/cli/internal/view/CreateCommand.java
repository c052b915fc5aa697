// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.transhume.api.mx.Creation;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume create}. */
@Command(
    name = "create",
    description = {
      "Creates a domain, once in the whole cluster: the manager asks every host whether it has it,",
      "and then has one create it. Without --on it is the host with the most room that the rules",
      "allow. Prints the domain, its host and why there; or every reason why it was not created,",
      "with exit code 1. The same file again creates nothing twice."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume create etch-1-1.cfg",
      "  transhume create etch-1-1.cfg --on a-204-03"
    })
public final class CreateCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The domain's configuration, as for xl create (xl.cfg).")
  private Path file;

  @Option(names = "--on", paramLabel = "HOST", description = "Where it is to run.")
  private String host = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    String configuration = read(file);
    try (ClusterConnection connection = options.connect()) {
      Creation creation =
          connection
              .view()
              .manager()
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          "an agent cannot know what other hosts have; ask the manager by"
                              + " --address"))
              .create(configuration, host);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Output.json(creation));
      } else {
        print(creation, "created", file.toString(), out);
      }
      out.flush();
      return creation.created() ? ExitCode.OK : ExitCode.ERROR;
    }
  }

  static String read(Path file) throws CommandFailure, IOException {
    return read(file, "the file that xl create would take");
  }

  /**
   * The text of a file that somebody has named.
   *
   * @param wanted what to give instead when it is not there, or no text
   */
  public static String read(Path file, String wanted) throws CommandFailure, IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(file + " is not there: give " + wanted, e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(file + " is no text in UTF-8: give " + wanted, e);
    }
  }

  static void print(Creation creation, String what, String called, PrintWriter out) {
    String domain = creation.domain().isEmpty() ? called : creation.domain();
    String uuid = creation.uuid().isEmpty() ? "" : " (" + creation.uuid() + ")";
    out.println(
        creation.created()
            ? domain + uuid + " runs on " + creation.host()
            : domain + uuid + " was not " + what);
    creation.reasons().forEach(why -> out.println("  " + why.code() + "  " + why.text()));
  }
}
