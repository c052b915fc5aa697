// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Mode;

class SettingsReaderTest {

  @Test
  void shouldTakeTheDefaults() {
    Settings settings = SettingsReader.read(given(Map.of()), Map.of());

    assertThat(settings.mode()).isEqualTo(Mode.ADVISE);
    assertThat(settings.guards().coolDownMillis()).isEqualTo(300_000);
    assertThat(settings.endpoints()).isEmpty();
  }

  @Test
  void shouldSplitListsAtCommasHoweverTheyAreGiven() {
    Settings settings =
        SettingsReader.read(
            given(
                Map.of(
                    "endpoints", new String[] {"a:7443, b:7443", "[::1]:7443"},
                    "policyModes", new String[] {"hotspot=automatic, spread=OBSERVE"},
                    "mode", "automatic")),
            Map.of());

    assertThat(settings.endpoints())
        .extracting(Object::toString)
        .containsExactly("a:7443", "b:7443", "[::1]:7443");
    assertThat(settings.policyModes())
        .containsEntry("hotspot", Mode.AUTOMATIC)
        .containsEntry("spread", Mode.OBSERVE);
  }

  @Test
  void shouldNameEveryWrongPropertyItsValueAndTheRemedy() {
    ManagerConfiguration wrong =
        given(
            Map.of(
                "endpoints",
                new String[] {"nowhere"},
                "mode",
                "AUTO",
                "policyModes",
                new String[] {"hotspot"},
                "holdRounds",
                0,
                "minimumGain",
                Double.NaN,
                "gainsPerGibibyte",
                new String[] {"balance=-1"}));

    assertThatThrownBy(() -> SettingsReader.read(wrong, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("etc/org.transhume.manager.cfg")
        .hasMessageContaining("endpoint 'nowhere': expected HOST:PORT")
        .hasMessageContaining("mode = 'AUTO': give one of [OBSERVE, ADVISE, AUTOMATIC]")
        .hasMessageContaining("policyModes = 'hotspot': give NAME=MODE")
        .hasMessageContaining("holdRounds = 0: give 1 to 100")
        .hasMessageContaining("minimumGain = NaN")
        .hasMessageContaining(
            "gainsPerGibibyte = 'balance=-1': give NAME=NUMBER, as in balance=0.02");
  }

  @Test
  void shouldNameWhatIsNoNumberAsItWasWritten() {
    ManagerConfiguration wrong = given(Map.of("coolDownMillis", "5 minutes"));

    assertThatThrownBy(() -> SettingsReader.read(wrong, Map.of("coolDownMillis", "5 minutes")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "etc/org.transhume.manager.cfg: coolDownMillis = '5 minutes' is no number: give 0 to"
                + " 2592000000");
  }

  @Test
  void shouldGiveLargeDomainsMoreTime() {
    Settings settings = SettingsReader.read(given(Map.of()), Map.of());

    assertThat(settings.times().limitMillis(1L << 30)).isEqualTo(120_000 + 800 * 1024);
  }

  /** A configuration of these values, and of the defaults for the rest. */
  static ManagerConfiguration given(Map<String, Object> values) {
    return (ManagerConfiguration)
        Proxy.newProxyInstance(
            SettingsReaderTest.class.getClassLoader(),
            new Class<?>[] {ManagerConfiguration.class},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
