// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMRuntimeException;

/** Words for what went wrong, without class names and stack traces. */
final class FailureText {

  private FailureText() {}

  /** One sentence for the user. */
  static String of(Throwable problem) {
    if (problem instanceof CommandFailure) {
      return message(problem);
    }
    if (isWrapper(problem) && problem.getCause() != null) {
      return of(problem.getCause());
    }
    if (problem instanceof SecurityException) {
      return "refused: "
          + message(problem)
          + "; use an identity that has the role (--identity DIR)";
    }
    if (problem instanceof InstanceNotFoundException) {
      return "there is no " + message(problem) + " where this command is connected to";
    }
    if (problem instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + " " + file.getReason();
    }
    if (problem instanceof NoSuchFileException) {
      return "file " + message(problem) + " does not exist";
    }
    if (problem instanceof AccessDeniedException) {
      return "no permission for " + message(problem) + "; run as its owner or as root";
    }
    if (problem instanceof IOException
        || problem instanceof IllegalArgumentException
        || problem instanceof IllegalStateException) {
      return message(problem);
    }
    return "unexpected " + problem.getClass().getSimpleName() + ": " + message(problem);
  }

  private static boolean isWrapper(Throwable problem) {
    return problem instanceof UndeclaredThrowableException
        || problem instanceof JMRuntimeException
        || (problem instanceof JMException && !(problem instanceof InstanceNotFoundException));
  }

  private static String message(Throwable problem) {
    return Optional.ofNullable(problem.getMessage())
        .orElseGet(() -> problem.getClass().getSimpleName());
  }
}
