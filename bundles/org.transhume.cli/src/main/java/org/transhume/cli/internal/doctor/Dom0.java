// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the doctor's facts come from: the files of a host and what its tools print. */
interface Dom0 {

  /** The file's text; empty where it is absent or unreadable. */
  Optional<String> read(String path);

  /** Names in a folder, sorted; empty where there is none. */
  List<String> list(String folder);

  /** Bytes free for us where that path is or would be; empty when unknown. */
  OptionalLong freeBytes(String path);

  /** What a tool answers; an absent or hanging tool answers with a failure. */
  Answer run(String... command);

  /**
   * A tool's answer.
   *
   * @param exitCode 127 where the tool is absent
   * @param output standard output and error, bounded
   */
  record Answer(int exitCode, String output) {

    /** Whether the tool said that all went well. */
    boolean isGood() {
      return exitCode == 0;
    }
  }
}
