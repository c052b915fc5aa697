// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.transhume.cli.internal.client.Target;

/**
 * The argument file that JConsole is started from: a password given as an option would stand in the
 * process list. Private to its owner, and removed by {@link #close}.
 */
final class JConsoleArguments implements AutoCloseable {

  private final Path file;
  private final Target target;

  private JConsoleArguments(Path file, Target target) {
    this.file = file;
    this.target = target;
  }

  /** Writes the file for that target. */
  static JConsoleArguments write(Target target) throws IOException {
    Path identity = target.identity().toAbsolutePath();
    String password = Files.readString(identity.resolve("password")).strip();
    Path file =
        Files.createTempFile(
            "transhume-jconsole",
            ".args",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    List<String> lines =
        List.of(
            property("javax.net.ssl.keyStore", identity.resolve("identity.p12").toString()),
            property("javax.net.ssl.keyStoreType", "PKCS12"),
            property("javax.net.ssl.keyStorePassword", password),
            property("javax.net.ssl.trustStore", identity.resolve("trust.p12").toString()),
            property("javax.net.ssl.trustStoreType", "PKCS12"),
            property("javax.net.ssl.trustStorePassword", password),
            property("jdk.tls.client.protocols", "TLSv1.3"),
            "--add-modules=jdk.jconsole");
    Files.write(file, lines, StandardCharsets.UTF_8);
    return new JConsoleArguments(file, target);
  }

  /** The command that starts JConsole from this file. */
  List<String> command(Path java) {
    return List.of(
        java.toString(),
        "@" + file,
        "--module",
        "jdk.jconsole/sun.tools.jconsole.JConsole",
        "-notile",
        target.endpoint().toString());
  }

  /** The file. */
  Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + file + "; it holds a password", e);
    }
  }

  /** In an argument file a quoted value takes backslashes as escapes. */
  private static String property(String name, String value) {
    return "\"-D" + name + "=" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
