// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script in a real bash, with a {@code transhume} that answers for a cluster. */
class CompletionScriptTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeScripts() throws Exception {
    StringWriter script = new StringWriter();
    Main.run(new PrintWriter(script), new PrintWriter(new StringWriter()), "completion", "bash");
    Files.writeString(folder.resolve("completion"), script.toString());
    Path program = folder.resolve("transhume");
    Files.writeString(
        program,
        """
        #!/bin/bash
        case "$*" in
          'names domains') printf '%s\\n' etch-1-1 dapper-1-1 ;;
          'names hosts') printf '%s\\n' a-204-02 a-204-03 ;;
          *) exit 1 ;;
        esac
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void shouldCompleteDomainsAndThenHosts() throws Exception {
    assertThat(complete("migrate", "e")).containsExactly("etch-1-1");
    assertThat(complete("migrate", "etch-1-1", "")).containsExactly("a-204-02", "a-204-03");
    assertThat(complete("create", "etch-1-1.cfg", "--on", "a-204-03")).containsExactly("a-204-03");
  }

  @Test
  void shouldCompleteCommandsAndOptions() throws Exception {
    assertThat(complete("do")).contains("doctor");
    assertThat(complete("migrate", "--wa")).contains("--wait");
    assertThat(complete("list", "dom")).containsExactly("domains");
    assertThat(complete("jo")).containsExactly("journal");
    assertThat(complete("journal", "re")).containsExactly("repair");
    assertThat(complete("mode", "manager", "a")).containsExactly("advise", "automatic");
  }

  @Test
  void shouldCompleteRules() throws Exception {
    assertThat(complete("rules", "i")).containsExactly("import");
    assertThat(complete("rules", "set", "sp")).containsExactly("spread");
    assertThat(complete("rules", "set", "domain", "e")).containsExactly("etch-1-1");
    assertThat(complete("rules", "remove", "ban", "etch-1-1", "from", "a-204-03"))
        .containsExactly("a-204-03");
  }

  @Test
  void shouldCompleteNothingWhereTheClusterDoesNotAnswer() throws Exception {
    assertThat(complete("cancel", "x")).isEmpty();
  }

  private List<String> complete(String... words) throws Exception {
    String program = folder.resolve("transhume").toString();
    StringBuilder array = new StringBuilder("'" + program + "'");
    for (String word : words) {
      array.append(" '").append(word).append('\'');
    }
    Process bash =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                "source '"
                    + folder.resolve("completion")
                    + "'; COMP_WORDS=("
                    + array
                    + "); COMP_CWORD="
                    + words.length
                    + "; _transhume_with_names transhume; printf '%s\\n' \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return output.lines().map(String::strip).filter(line -> !line.isEmpty()).sorted().toList();
  }
}
