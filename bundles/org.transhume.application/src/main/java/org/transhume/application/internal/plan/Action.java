// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.application.internal.descriptor.Replica;

/** One thing to do. Done again after a crash, each does no harm. */
public sealed interface Action {

  /** The replica that it is for; empty when it is for the whole application. */
  Optional<Replica> replica();

  /** What it does, for people. */
  String text();

  /** What it is about: a domain's name, or nothing for the whole application. */
  default String subject() {
    return replica().map(Replica::domain).orElse("");
  }

  /** Whether it is for that replica. */
  default boolean isFor(Replica one) {
    return replica().filter(one::equals).isPresent();
  }

  /** Whether it changes which domains there are: of these one is under way at a time. */
  default boolean isAboutDomain() {
    return false;
  }

  /**
   * Sets a rule.
   *
   * @param rule canonical
   */
  record SetRule(String rule) implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.empty();
    }

    @Override
    public String text() {
      return "sets the rule '" + rule + "'";
    }
  }

  /**
   * Removes a rule that the application has set.
   *
   * @param rule canonical
   */
  record RemoveRule(String rule) implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.empty();
    }

    @Override
    public String text() {
      return "removes the rule '" + rule + "'";
    }
  }

  /**
   * Has a domain created.
   *
   * @param of the replica
   * @param configuration the domain's
   * @param host where; empty for where there is most room
   */
  record Create(Replica of, String configuration, String host) implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.of(of);
    }

    @Override
    public String text() {
      return "creates " + of + (host.isEmpty() ? "" : " on " + host);
    }

    @Override
    public boolean isAboutDomain() {
      return true;
    }
  }

  /**
   * Configures software.
   *
   * @param of the replica
   * @param wrapper its wrapper
   * @param id under which this is done once
   * @param settings all of them
   */
  record Configure(Replica of, String wrapper, String id, Map<String, String> settings)
      implements Action {

    /** Copies and sorts the settings. */
    public Configure {
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    @Override
    public Optional<Replica> replica() {
      return Optional.of(of);
    }

    @Override
    public String text() {
      return "configures " + wrapper + " of " + of;
    }
  }

  /**
   * Starts software.
   *
   * @param of the replica
   * @param wrapper its wrapper
   * @param id under which this is done once
   */
  record Start(Replica of, String wrapper, String id) implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.of(of);
    }

    @Override
    public String text() {
      return "starts " + wrapper + " of " + of;
    }
  }

  /**
   * Stops software.
   *
   * @param of the replica
   * @param wrapper its wrapper
   * @param id under which this is done once
   */
  record Stop(Replica of, String wrapper, String id) implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.of(of);
    }

    @Override
    public String text() {
      return "stops " + wrapper + " of " + of;
    }
  }

  /**
   * Has a domain stopped.
   *
   * @param of the replica
   * @param remains whether nothing runs in it any more, so that no guest need be asked
   */
  record StopDomain(Replica of, boolean remains) implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.of(of);
    }

    @Override
    public String text() {
      return (remains ? "removes what is left of the domain " : "stops the domain ") + of;
    }

    @Override
    public boolean isAboutDomain() {
      return true;
    }
  }

  /**
   * Remembers that a replica does no good on a host, and has its domain stopped there.
   *
   * @param of the replica
   * @param host where it is
   */
  record GiveUp(Replica of, String host) implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.of(of);
    }

    @Override
    public String text() {
      return "gives " + of + " up on " + host + ", to create it elsewhere";
    }

    @Override
    public boolean isAboutDomain() {
      return true;
    }
  }

  /** Forgets the application. */
  record Forget() implements Action {
    @Override
    public Optional<Replica> replica() {
      return Optional.empty();
    }

    @Override
    public String text() {
      return "forgets the application";
    }
  }
}
