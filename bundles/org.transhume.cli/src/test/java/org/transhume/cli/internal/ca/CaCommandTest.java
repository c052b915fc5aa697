// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CaCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void shouldMakeAnAuthorityAndIssueListAndRevokeItsCertificates() {
    assertThat(run("init", "lab", "--authority", authority())).isZero();
    assertThat(
            run(
                "issue",
                "a-204-02",
                "--role",
                "agent",
                "--host",
                "a-204-02",
                "--host",
                "10.77.0.2",
                "--out",
                folder.resolve("node").toString(),
                "--authority",
                authority()))
        .isZero();
    assertThat(folder.resolve("node/identity.p12")).exists();
    assertThat(folder.resolve("node/denied-serials")).isEmptyFile();

    assertThat(
            run(
                "revoke",
                "a-204-02",
                "--identity",
                folder.resolve("node").toString(),
                "--authority",
                authority()))
        .isZero();
    assertThat(folder.resolve("node/denied-serials")).isNotEmptyFile();

    assertThat(run("list", "--authority", authority())).isZero();
    assertThat(out.toString().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("a-204-02  agent  a-204-02,10.77.0.2")
                    .contains("revoked"));
  }

  @Test
  void shouldNeverOverwriteAnAuthority() {
    run("init", "lab", "--authority", authority());

    assertThat(run("init", "lab", "--authority", authority())).isEqualTo(1);
  }

  private String authority() {
    return folder.resolve("authority").toString();
  }

  private int run(String... arguments) {
    return new CommandLine(new CaCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(arguments);
  }
}
