// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.transhume.spi.hypervisor.HostResource.Kind;

/** What every {@link MigrationSurvey} promises. */
@Timeout(300)
public abstract class SurveyContract {

  private static final String WORDS = "[0-9a-f]{8}(:[0-9a-f]{8}){3}";

  private HypervisorBench bench;
  private Hypervisor host;
  private MigrationSurvey survey;

  /** A bench for one test, whose hosts have surveys. */
  protected abstract HypervisorBench bench() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    bench = bench();
    host = bench.host();
    survey = (MigrationSurvey) host;
  }

  @AfterEach
  void tearDown() {
    bench.close();
  }

  private DomainIdentity domain() throws HypervisorException {
    return host.observe().domains().get(0).identity();
  }

  @Test
  void shouldTellFactsInTheWordsOfTheContract() throws Exception {
    SourceFacts facts = survey.sourceFacts(domain());

    assertThat(facts.release()).matches("\\d+\\.\\d+");
    assertThat(facts.type()).isPresent();
    assertThat(facts.timestampMode()).isNotEmpty();
    assertThat(facts.processorPolicy())
        .isNotEmpty()
        .allSatisfy(
            (leaf, words) -> {
              assertThat(leaf).matches("[0-9a-f]{8}:[0-9a-f]{8}");
              assertThat(words).matches(WORDS);
            });
  }

  @Test
  void shouldHaveForADomainWhatItHasAlready() throws Exception {
    SourceFacts facts = survey.sourceFacts(domain());

    TargetFacts here = survey.targetFacts(HypervisorBench.DOMAIN, facts);

    assertThat(here.release()).isEqualTo(facts.release());
    assertThat(here.processorKilohertz()).isEqualTo(facts.processorKilohertz());
    assertThat(here.clockSynchronised()).isEqualTo(facts.clockSynchronised());
    assertThat(here.resources()).contains(facts.resources());
    assertThat(here.processorLimits()).isNotEmpty();
  }

  @Test
  void shouldAnswerOnlyForWhatIsWanted() throws Exception {
    HostResource address = new HostResource(Kind.DISK, "rbd:pool/etch", "");
    SourceFacts wanted =
        new SourceFacts(
            "",
            Optional.empty(),
            "",
            OptionalLong.empty(),
            Map.of(),
            Optional.empty(),
            List.of(address));

    List<HostResource> found =
        ((MigrationSurvey) bench.otherHost())
            .targetFacts("newcomer", wanted)
            .resources()
            .orElseThrow();

    assertThat(found).allMatch(one -> one.kind() == Kind.DISK && one.name().equals(address.name()));
  }

  @Test
  void shouldHaveNoFactsOfADomainThatIsNotThere() throws Exception {
    DomainIdentity domain = domain();
    DomainIdentity gone = new DomainIdentity(domain.uuid(), domain.domainId() + 40, domain.name());

    HypervisorException refusal =
        catchThrowableOfType(HypervisorException.class, () -> survey.sourceFacts(gone));

    assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_DOMAIN);
  }

  @Test
  void shouldNotTellFactsOfAnotherDomainWithTheSameNumber() throws Exception {
    DomainIdentity domain = domain();
    bench.giveDomainIdToAnother(domain, "dapper-1-1");

    HypervisorException refusal =
        catchThrowableOfType(HypervisorException.class, () -> survey.sourceFacts(domain));

    assertThat(refusal.reason()).isEqualTo(Reason.IDENTITY_CHANGED);
  }

  @Test
  void shouldChangeNothing() throws Exception {
    List<DomainIdentity> before = identities();

    survey.targetFacts("newcomer", survey.sourceFacts(domain()));

    assertThat(identities()).isEqualTo(before);
  }

  private List<DomainIdentity> identities() throws HypervisorException {
    return host.observe().domains().stream().map(DomainObservation::identity).toList();
  }
}
