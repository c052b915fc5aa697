// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A candidate that remembers what it was told. */
final class HeardCandidate implements Candidate {

  private final List<Term> terms = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  @Override
  public synchronized void elected(Term term) {
    if (terms.size() != reasons.size()) {
      throw new IllegalStateException("elected twice without having been deposed");
    }
    terms.add(term);
  }

  @Override
  public synchronized void deposed(String why) {
    reasons.add(why);
  }

  /** The present term, while it has one. */
  synchronized Optional<Term> term() {
    return terms.size() > reasons.size()
        ? Optional.of(terms.get(terms.size() - 1))
        : Optional.empty();
  }

  /** How often it has been elected. */
  synchronized int elections() {
    return terms.size();
  }

  /** Why it was deposed, each time. */
  synchronized List<String> reasons() {
    return List.copyOf(reasons);
  }
}
