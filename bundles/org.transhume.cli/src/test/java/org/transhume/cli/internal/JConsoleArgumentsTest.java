// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.cli.internal.client.Target;
import org.transhume.spi.transport.Endpoint;

class JConsoleArgumentsTest {

  private static final String PASSWORD = "a \"strange\\ password";

  @TempDir private Path identity;

  @Test
  void shouldKeepThePasswordInAPrivateFileAndOutOfTheCommand() throws Exception {
    Files.writeString(identity.resolve("password"), PASSWORD + "\n");

    Path file;
    try (JConsoleArguments arguments = JConsoleArguments.write(target())) {
      file = arguments.file();
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(arguments.command(Path.of("/java")))
          .contains("@" + file, "manager-1:7099")
          .noneMatch(argument -> argument.contains("strange"));
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void shouldHandEveryCharacterOfThePasswordToJava() throws Exception {
    Files.writeString(identity.resolve("password"), PASSWORD);
    Path source = identity.resolve("Show.java");
    Files.writeString(
        source,
        "class Show { public static void main(String... a) {"
            + " System.out.print(System.getProperty(\"javax.net.ssl.keyStorePassword\")); } }");

    try (JConsoleArguments arguments = JConsoleArguments.write(target())) {
      List<String> lines = Files.readAllLines(arguments.file());
      Files.write(arguments.file(), lines.stream().filter(line -> !line.startsWith("--")).toList());
      Process java =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "@" + arguments.file(),
                  source.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(PASSWORD);
      assertThat(java.waitFor()).isZero();
    }
  }

  private Target target() {
    return new Target(new Endpoint("manager-1", 7099), identity);
  }
}
