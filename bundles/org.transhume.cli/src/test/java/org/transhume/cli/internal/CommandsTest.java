// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @MethodSource("visibleCommands")
  void shouldHelpWithExamplesEverywhere(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: transhume " + command, "Example", "transhume " + command);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldListAllCommandsInItsHelp() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:", "demo", "list", "doctor", "jconsole");
  }

  @Test
  void shouldTellAMisuseInOneLineAndThenWhereHelpIs() {
    assertThat(run("list", "cats")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("transhume: ")
        .contains("cats", "HOSTS");
    assertThat(err.toString()).contains("Try 'transhume list --help'");
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void shouldRefuseWhatItCannotDo(List<String> arguments) {
    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("transhume: ");
  }

  @Test
  void shouldTellAnUnreachableAddressInOneLineWithoutAStackTrace() {
    assertThat(run("list", "--address", "127.0.0.1:1", "--identity", "no-such-folder"))
        .isEqualTo(ExitCode.ERROR);
    assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith("transhume: ");
  }

  @Test
  void shouldListAClusterOverARealConnection() {
    assertThat(run("rehearse")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldCompleteCommandsOptionsAndNames() {
    assertThat(run("completion", "bash")).isZero();
    assertThat(out.toString())
        .contains("_complete_transhume", "--summary", "_transhume_with_names")
        .contains("complete -F _transhume_with_names -o default transhume");
  }

  static Stream<String> visibleCommands() {
    return Commands.whole().getSubcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey);
  }

  static Stream<List<String>> misuses() {
    return Stream.of(
        List.of(),
        List.of("dance"),
        List.of("demo", "--hosts", "1"),
        List.of("demo", "--hosts", "51"),
        List.of("demo", "--duration", "0"),
        List.of("demo", "--port", "70000"),
        List.of("create"),
        List.of("stop"),
        List.of("start"),
        List.of("migrate", "etch-1-1"),
        List.of("mode", "manager", "lazy"),
        List.of("ca"),
        List.of("ca", "issue", "alice"),
        List.of("journal"),
        List.of("power", "up", "a-204-03"),
        List.of("power", "off"),
        List.of("rules"),
        List.of("rules", "set"),
        List.of("rules", "import"),
        List.of("journal", "repair"),
        List.of("agent"));
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
