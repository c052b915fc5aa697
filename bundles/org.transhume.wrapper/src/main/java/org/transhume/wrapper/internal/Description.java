// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A wrapper as its file describes it, checked.
 *
 * @param file for people
 * @param name of the wrapper
 * @param domains that it is for
 * @param address of a domain, perhaps with placeholders
 * @param channel into a domain
 * @param limit how long a command may take, and the software to obey
 * @param settings what may be configured, with what holds if nothing else is said; empty for what
 *     has to be said
 * @param files to write into a domain, by the key's name
 * @param steps the commands of the life cycle
 * @param checks what else tells whether it runs
 * @param operations by name
 * @param attributes commands that tell figures, by the figure's name
 */
record Description(
    String file,
    String name,
    List<String> domains,
    String address,
    Channel channel,
    Duration limit,
    Map<String, String> settings,
    Map<String, WrittenFile> files,
    Steps steps,
    Checks checks,
    Map<String, Operation> operations,
    Map<String, Words> attributes) {

  Description {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(limit, "limit");
    domains = List.copyOf(domains);
    settings = Map.copyOf(settings);
    files = Map.copyOf(files);
    operations = Map.copyOf(operations);
    attributes = Map.copyOf(attributes);
  }

  /**
   * A file that is written into the domain when it is configured.
   *
   * @param template on the host, read each time
   * @param path in the domain
   * @param mode its permissions
   */
  record WrittenFile(Path template, String path, String mode) {}

  /** The commands of the life cycle; only starting and stopping cannot do without. */
  record Steps(Optional<Words> configure, Words start, Words stop, Optional<Words> status) {}

  /** Checks from the host: a URL that answers with 2xx, and an ADDRESS:PORT that accepts. */
  record Checks(Optional<String> http, Optional<String> tcp) {}

  /** An operation of its own. */
  record Operation(List<String> parameters, Words command, String description) {

    Operation {
      parameters = List.copyOf(parameters);
    }
  }
}
