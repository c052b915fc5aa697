// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.transhume.spi.coordination.Candidate;
import org.transhume.spi.coordination.Term;

/** A candidate whose news are waited for, one after the other. */
final class HeardCandidate implements Candidate {

  private static final long PATIENCE_SECONDS = 120;

  private final BlockingQueue<Term> terms = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> reasons = new LinkedBlockingQueue<>();

  @Override
  public void elected(Term term) {
    terms.add(term);
  }

  @Override
  public void deposed(String why) {
    reasons.add(why);
  }

  Term elected() throws InterruptedException {
    Term term = terms.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(term).as("elected in time").isNotNull();
    return term;
  }

  String deposed() throws InterruptedException {
    String why = reasons.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(why).as("deposed in time").isNotNull();
    return why;
  }
}
