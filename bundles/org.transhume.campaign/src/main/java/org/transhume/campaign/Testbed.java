// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where tests are run: hosts, the domains on them, and programs inside both. */
public interface Testbed {

  /** What a domain at rest wants; a guest that uses no processor time at all counts as dead. */
  double IDLE = 0.05;

  /** How it is chosen, such as {@code simulator}. */
  String name();

  /** What a verdict is about that was found here, for the report. */
  String label();

  /** The hosts, of which tests use the first ones; all of them are managed. */
  List<String> hosts();

  /** Agents and manager. */
  Beans beans();

  /**
   * Creates a domain, and returns when it can be given programs. It wants {@link #IDLE}.
   *
   * @throws MissingMeans where domains cannot be created
   */
  void create(String host, DomainPlan plan) throws IOException, MissingMeans;

  /** Ends a domain wherever it is; does nothing when it is gone. */
  void destroy(String domain) throws IOException;

  /**
   * Starts a workload program in a domain. It goes along when the domain moves.
   *
   * @param words the program's name and its arguments
   * @throws MissingMeans where nothing can be started in a domain
   */
  Program inDomain(String domain, String... words) throws IOException, MissingMeans;

  /**
   * Lets a domain's shell run a line.
   *
   * @throws MissingMeans where nothing can be started in a domain
   */
  Program shell(String domain, String line) throws IOException, MissingMeans;

  /**
   * Starts a workload program on a host's control domain.
   *
   * @throws MissingMeans where nothing can be started on that host
   */
  Program onHost(String host, String... words) throws IOException, MissingMeans;

  /** The address of a domain or of a host's control domain, the same before and after a move. */
  String address(String domainOrHost) throws IOException, MissingMeans;

  /**
   * A file on a domain's disk as hosts see it.
   *
   * @throws MissingMeans where the disk is not shared with the hosts
   */
  Path disk(String domain, String file) throws MissingMeans;

  /**
   * Lets a domain want that many processors, as far as its programs do not see to it themselves.
   *
   * @param processors 0 to its vcpus
   */
  void demand(String domain, double processors) throws IOException;

  /**
   * Steps a host's clock.
   *
   * @throws MissingMeans where nobody may do that
   */
  void stepClock(String host, long millis) throws IOException, MissingMeans;

  /** How many bytes of memory a byte stands for that a target receives; 1 where hosts are real. */
  default long bytesPerReceivedByte() {
    return 1;
  }

  /** What must never happen to copies of a domain and did, so far; empty while all is well. */
  List<String> violations() throws IOException;
}
