// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where recorded loads come from: per cent of the domain's processors, one a line. */
@FunctionalInterface
interface TraceReader {

  /** The lines of a trace. */
  List<String> lines(String name) throws IOException;

  /** Traces that are files. */
  static TraceReader files() {
    return name -> Files.readAllLines(Path.of(name));
  }

  /** For a domain that brings its demand along: one idle sample in place of every trace. */
  static TraceReader none() {
    return name -> List.of("0");
  }
}
