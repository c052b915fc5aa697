// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.transhume.simulation.internal.plant.Totals;
import org.transhume.simulation.internal.report.Page;
import org.transhume.simulation.internal.service.ServiceSettings;
import org.transhume.simulation.internal.trace.Trace;
import org.transhume.simulation.internal.trace.Traces;
import org.transhume.spi.policy.Policy;

/**
 * The work of {@code transhume simulate}, with every policy that is installed. It is called from
 * outside of the container, and so by types of the JDK alone: what is asked for is a map with these
 * keys, what comes back one with {@code summary}, made of maps, lists, strings and numbers, and
 * {@code page}, the HTML of the results, if that was wanted.
 *
 * <ul>
 *   <li>{@code traces}: String, a file or a folder; may lack where there is a service
 *   <li>{@code service}: String, the file of a service, or {@code default}; lacks when the recorded
 *       machines themselves are run
 *   <li>{@code policies}: String, names; a comma compares, a plus composes
 *   <li>{@code honest}: Boolean, which accounting holds
 *   <li>{@code hosts}: Integer, how many
 *   <li>{@code page}: Boolean, whether a page is wanted
 *   <li>{@code progress}: Consumer of String, told each day that is over in one line
 * </ul>
 *
 * <p>Bad input ends in an {@link IllegalArgumentException} or an {@link UncheckedIOException} whose
 * messages name the thing and the remedy.
 */
@Component(service = Function.class)
@CommandProperties(command = "simulate")
public final class Simulation implements Function<Map<String, Object>, Map<String, Object>> {

  private final Map<ServiceReference<Policy>, Policy> policies = new LinkedHashMap<>();

  /** A policy has come. */
  @Reference(
      service = Policy.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  synchronized void bindPolicy(ServiceReference<Policy> reference, Policy policy) {
    policies.put(reference, policy);
  }

  /** A policy has gone. */
  synchronized void unbindPolicy(ServiceReference<Policy> reference) {
    policies.remove(reference);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, Object> apply(Map<String, Object> request) {
    List<Contestant> contestants =
        Contestant.named(
            (String) request.get("policies"), (Boolean) request.get("honest"), byName());
    List<Trace> traces =
        request.get("traces") instanceof String place ? read(Path.of(place)) : List.of();
    Consumer<String> progress = (Consumer<String>) request.get("progress");
    int hosts = (Integer) request.get("hosts");
    boolean page = (Boolean) request.get("page");
    if (request.get("service") instanceof String service) {
      return new ServiceComparison(settings(service), traces, hosts)
          .of(contestants, progress, page);
    }
    return ofDays(contestants, traces, request);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> ofDays(
      List<Contestant> contestants, List<Trace> traces, Map<String, Object> request) {
    int width = contestants.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    List<Day> days = new ArrayList<>();
    for (Contestant contestant : contestants) {
      Day day = Day.run(contestant, (Integer) request.get("hosts"), traces);
      ((Consumer<String>) request.get("progress")).accept(line(day, width));
      days.add(day);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("summary", Map.of("policies", days.stream().map(Simulation::summary).toList()));
    if ((Boolean) request.get("page")) {
      answer.put("page", Page.of(days, (Boolean) request.get("honest")));
    }
    return answer;
  }

  private static ServiceSettings settings(String place) {
    try {
      return ServiceSettings.read(place);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(
          place + ": does not exist; name a file of settings, or default", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static List<Trace> read(Path place) {
    try {
      return Traces.read(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Of several versions of one policy, the highest serves, as it does in a manager. */
  private synchronized Map<String, Policy> byName() {
    Map<String, Policy> named = new TreeMap<>();
    policies.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().getBundle().getVersion()))
        .filter(entry -> entry.getKey().getProperty(Policy.NAME) instanceof String)
        .forEach(
            entry -> named.put((String) entry.getKey().getProperty(Policy.NAME), entry.getValue()));
    return named;
  }

  private static Map<String, Object> summary(Day day) {
    Totals totals = day.totals();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", day.name());
    values.put("energyKwh", totals.energyKwh());
    values.put("migrations", totals.migrations());
    values.put("slatah", totals.slatah());
    values.put("pdm", totals.pdm());
    values.put("slav", totals.slav());
    values.put("esv", totals.esv());
    values.put("hostsOnMean", totals.hostsOnMean());
    return values;
  }

  private static String line(Day day, int width) {
    Totals totals = day.totals();
    String padding = " ".repeat(width - day.name().length());
    return String.format(
        Locale.ROOT,
        "%s%s %9.2f kWh %7d migrations  SLATAH %6.3f %%  PDM %6.4f %%  SLAV %.3e  %6.1f hosts on%s",
        day.name(),
        padding,
        totals.energyKwh(),
        totals.migrations(),
        100 * totals.slatah(),
        100 * totals.pdm(),
        totals.slav(),
        totals.hostsOnMean(),
        totals.refused() == 0 ? "" : ", " + totals.refused() + " moves not possible");
  }
}
