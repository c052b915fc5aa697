// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Coordination} promises. */
@Timeout(300)
public abstract class CoordinationContract {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final HeardCandidate ada = new HeardCandidate();
  private final HeardCandidate bob = new HeardCandidate();
  private CoordinationBench bench;

  /** A bench for one test. */
  protected abstract CoordinationBench bench() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    bench = bench();
  }

  @AfterEach
  void tearDown() {
    bench.close();
  }

  @Test
  void shouldElectOneOfTwo() {
    Candidacy first = stand("ada", ada);
    Term term = elected(ada);
    Candidacy second = stand("bob", bob);
    await("the second knows who leads", () -> second.leader().filter("ada"::equals).isPresent());
    await("the first knows it, too", () -> first.leader().filter("ada"::equals).isPresent());

    assertThat(bob.elections()).isZero();
    assertThat(term.number()).isPositive();
    assertThat(term.log()).isEmpty();
    assertThat(bench.through("ada").description()).isNotBlank();
  }

  @Test
  void shouldElectTheOtherAtOnceWhenTheLeaderStandsNoMore() {
    Candidacy first = stand("ada", ada);
    Term earlier = elected(ada);
    Candidacy second = stand("bob", bob);
    first.close();
    Term later = elected(bob);

    assertThat(later.number()).isGreaterThan(earlier.number());
    assertThat(ada.reasons()).isEmpty();
    await("it is known who leads", () -> second.leader().filter("bob"::equals).isPresent());
    refuses(earlier, "too late");
    first.close();
  }

  @Test
  void shouldGiveTheNextLeaderTheWholeLogInItsOrder() throws Exception {
    Candidacy first = stand("ada", ada);
    Term term = elected(ada);
    List<CompletionStage<Void>> written = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      written.add(term.append(bytes("record " + i)));
    }
    for (CompletionStage<Void> one : written) {
      done(one);
    }
    stand("bob", bob);
    first.close();

    List<String> log = texts(elected(bob));
    assertThat(log).hasSize(40).startsWith("record 0", "record 1").endsWith("record 39");
    done(elected(bob).append(bytes("record 40")));
  }

  @Test
  void shouldKeepTheLogWhenNobodyStands() throws Exception {
    Candidacy only = stand("ada", ada);
    Term term = elected(ada);
    done(term.append(bytes("kept")));
    only.close();
    stand("bob", bob);

    assertThat(texts(elected(bob))).containsExactly("kept");
    assertThat(elected(bob).number()).isGreaterThan(term.number());
  }

  @Test
  void shouldDeposeALeaderThatIsCutOffAndLetItAppendNothing() throws Exception {
    stand("ada", ada);
    Term old = elected(ada);
    done(old.append(bytes("before")));
    stand("bob", bob);
    bench.cut("ada");
    await("the leader is deposed", () -> ada.reasons().size() == 1);
    refuses(old, "cut off");
    Term next = elected(bob);
    bench.mend("ada");
    refuses(old, "back again");
    done(next.append(bytes("after")));

    assertThat(ada.reasons().get(0)).isNotBlank();
    assertThat(next.number()).isGreaterThan(old.number());
    assertThat(texts(next)).containsExactly("before");
    assertThat(logFoundBy("eve")).containsExactly("before", "after");
  }

  @Test
  void shouldElectTheSameOneAgainUnderALargerNumber() throws Exception {
    stand("ada", ada);
    Term old = elected(ada);
    done(old.append(bytes("before")));
    bench.cut("ada");
    await("the leader is deposed", () -> ada.reasons().size() == 1);
    bench.mend("ada");
    await("it leads again", () -> ada.elections() == 2);

    Term again = elected(ada);
    assertThat(again.number()).isGreaterThan(old.number());
    assertThat(texts(again)).containsExactly("before");
    refuses(old, "of the term before");
    done(again.append(bytes("after")));
  }

  @Test
  void shouldReplaceTheLogAndGoOnBehindIt() throws Exception {
    Candidacy first = stand("ada", ada);
    Term term = elected(ada);
    done(term.append(bytes("one")));
    done(term.append(bytes("two")));
    CompletionStage<Void> last = term.append(bytes("three"));
    CompletionStage<Void> compacted = term.compact(List.of(bytes("one to three")));
    CompletionStage<Void> behind = term.append(bytes("four"));
    done(last);
    done(compacted);
    done(behind);
    stand("bob", bob);
    first.close();

    assertThat(texts(elected(bob))).containsExactly("one to three", "four");
  }

  @Test
  void shouldReplaceTheLogAgainAndAgainHoweverLargeItIs() throws Exception {
    Candidacy first = stand("ada", ada);
    Term term = elected(ada);
    done(term.append(bytes("forgotten")));
    done(term.compact(List.of(bytes("forgotten too"))));
    List<byte[]> large = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] record = new byte[64 << 10];
      Arrays.fill(record, (byte) i);
      large.add(record);
    }
    large.add(new byte[Term.LARGEST_RECORD]);
    large.add(new byte[0]);
    done(term.compact(large));
    stand("bob", bob);
    first.close();

    assertThat(elected(bob).log()).containsExactlyElementsOf(large);
    done(elected(bob).compact(List.of()));
    assertThat(logFoundBy("eve")).isEmpty();
  }

  @Test
  void shouldRefuseARecordThatIsTooLargeAndLeadOn() throws Exception {
    stand("ada", ada);
    Term term = elected(ada);
    CompletionStage<Void> refused = term.append(new byte[Term.LARGEST_RECORD + 1]);
    assertThatThrownBy(() -> done(refused)).hasCauseInstanceOf(IOException.class);
    done(term.append(new byte[Term.LARGEST_RECORD]));

    assertThat(ada.reasons()).isEmpty();
  }

  /** What the one who leads after everybody else has gone finds. */
  private List<String> logFoundBy(String name) {
    HeardCandidate last = new HeardCandidate();
    stand(name, last);
    bench.cut("ada");
    bench.cut("bob");
    return texts(elected(last));
  }

  private Candidacy stand(String name, Candidate candidate) {
    return bench.through(name).stand(name, candidate);
  }

  private Term elected(HeardCandidate candidate) {
    await("somebody is elected", () -> candidate.term().isPresent());
    return candidate.term().orElseThrow();
  }

  private void refuses(Term term, String record) {
    assertThatThrownBy(() -> done(term.append(bytes(record))))
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> done(term.compact(List.of()))).hasCauseInstanceOf(IOException.class);
  }

  private void done(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(bench.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + bench.patience().toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited " + bench.patience() + " in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<String> texts(Term term) {
    return term.log().stream().map(record -> new String(record, UTF_8)).toList();
  }
}
