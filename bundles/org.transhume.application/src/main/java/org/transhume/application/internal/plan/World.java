// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.application.internal.descriptor.Replica;

/**
 * What is seen of the cluster, as far as one application is concerned.
 *
 * @param nowMillis the manager's time
 * @param residents domains by name
 * @param unsure domains by name of which nobody can tell whether they are there, each with why
 * @param rules those in force, each with who wanted it
 * @param hosts that could take a domain, the one with most free memory first
 * @param attempts what has failed, by what it was about: see {@link Action#subject}
 * @param busy what is being done
 */
public record World(
    long nowMillis,
    Map<String, Resident> residents,
    Map<String, String> unsure,
    Map<String, String> rules,
    List<String> hosts,
    Map<String, Attempt> attempts,
    List<Action> busy) {

  /** Copies the collections. */
  public World {
    residents = Map.copyOf(residents);
    unsure = Map.copyOf(unsure);
    rules = Map.copyOf(rules);
    hosts = List.copyOf(hosts);
    attempts = Map.copyOf(attempts);
    busy = List.copyOf(busy);
  }

  /** The domain of a replica, or of somebody who has taken its name. */
  Optional<Resident> at(Replica replica) {
    return Optional.ofNullable(residents.get(replica.domain()));
  }

  /** Why nobody can tell whether a replica's domain is there. */
  Optional<String> unsure(Replica replica) {
    return Optional.ofNullable(unsure.get(replica.domain()));
  }

  /** What has failed about that, and has not succeeded since. */
  Optional<Attempt> failed(String subject) {
    return Optional.ofNullable(attempts.get(subject));
  }

  /** What is being done for a replica. */
  Optional<Action> busy(Replica replica) {
    return busy.stream().filter(action -> action.isFor(replica)).findFirst();
  }
}
