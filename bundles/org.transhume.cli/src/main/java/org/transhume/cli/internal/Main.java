// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where the command line begins. */
public final class Main {

  private static final List<String> STRETCHING =
      List.of("keyPbeIterationCount", "certPbeIterationCount", "macIterationCount");

  private Main() {}

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String... arguments) {
    // Key stores made here have passwords of 256 random bits. Java's default of 10000 rounds for
    // each
    // of three keys protects weak ones, and would cost every process that opens a store 0.3 s.
    STRETCHING.forEach(name -> System.setProperty("keystore.pkcs12." + name, "1000"));
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs the command that the arguments name and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return Commands.lineFor(arguments)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::misuse)
        .setExecutionExceptionHandler(Main::failure)
        .execute(arguments);
  }

  private static int misuse(ParameterException problem, String[] arguments) {
    CommandLine line = problem.getCommandLine();
    line.getErr().println("transhume: " + oneLine(problem.getMessage()));
    line.getErr()
        .println(
            "Try '" + line.getCommandSpec().qualifiedName() + " --help' for more information.");
    return ExitCode.USAGE;
  }

  private static int failure(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
    line.getErr().println("transhume: " + oneLine(FailureText.of(problem)));
    if (Boolean.getBoolean("transhume.trace")) {
      problem.printStackTrace(line.getErr());
    }
    return ExitCode.ERROR;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
