// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.WrapperMXBean;

/** Ways to break what a test watches: a means to show that the tests can fail. */
public enum Sabotage {
  /** The server of the stream resets its connection. */
  CONNECTION,
  /** The writer of the sequence leaves a number out. */
  NUMBER,
  /** A domain's MBean on the agent does not follow the domain. */
  WRAPPER,
  /** What a wrapper of software is asked to do is done twice. */
  OPERATION,
  /** The second host's clock is stepped. */
  CLOCK;

  private static final long STEP_MILLIS = 5_000;

  /** The testbed with this fault. */
  public Testbed on(Testbed testbed) {
    return new Sabotaged(testbed, this);
  }

  private static final class Sabotaged implements Testbed {

    private final Testbed testbed;
    private final Sabotage fault;
    private final Map<String, String> births = new HashMap<>();

    private Sabotaged(Testbed testbed, Sabotage fault) {
      this.testbed = testbed;
      this.fault = fault;
    }

    @Override
    public String name() {
      return testbed.name();
    }

    @Override
    public String label() {
      return testbed.label();
    }

    @Override
    public List<String> hosts() {
      return testbed.hosts();
    }

    @Override
    public Beans beans() {
      return switch (fault) {
        case WRAPPER -> new LostWrappers();
        case OPERATION -> new DoubledOperations();
        default -> testbed.beans();
      };
    }

    @Override
    public void create(String host, DomainPlan plan) throws IOException, MissingMeans {
      if (fault == CLOCK && births.isEmpty()) {
        testbed.stepClock(hosts().get(1), STEP_MILLIS);
      }
      births.put(plan.name(), host);
      testbed.create(host, plan);
    }

    @Override
    public void destroy(String domain) throws IOException {
      testbed.destroy(domain);
    }

    @Override
    public Program inDomain(String domain, String... words) throws IOException, MissingMeans {
      boolean struck =
          (fault == CONNECTION && words[0].equals("stream-server"))
              || (fault == NUMBER && words[0].equals("sequence-writer"));
      return testbed.inDomain(domain, struck ? struck(words) : words);
    }

    private String[] struck(String... words) {
      String[] struck = Arrays.copyOf(words, words.length + 2);
      struck[words.length] = "--sabotage";
      struck[words.length + 1] = fault == NUMBER ? "skip" : "drop";
      return struck;
    }

    @Override
    public Program shell(String domain, String line) throws IOException, MissingMeans {
      return testbed.shell(domain, line);
    }

    @Override
    public Program onHost(String host, String... words) throws IOException, MissingMeans {
      return testbed.onHost(host, words);
    }

    @Override
    public String address(String domainOrHost) throws IOException, MissingMeans {
      return testbed.address(domainOrHost);
    }

    @Override
    public Path disk(String domain, String file) throws MissingMeans {
      return testbed.disk(domain, file);
    }

    @Override
    public void demand(String domain, double processors) throws IOException {
      testbed.demand(domain, processors);
    }

    @Override
    public void stepClock(String host, long millis) throws IOException, MissingMeans {
      testbed.stepClock(host, millis);
    }

    @Override
    public List<String> violations() throws IOException {
      return testbed.violations();
    }

    /** Shows a domain on an agent only where it was created. */
    private final class LostWrappers implements Beans {

      @Override
      public <T> T bean(ObjectName name, Class<T> type) {
        return testbed.beans().bean(name, type);
      }

      @Override
      public boolean has(ObjectName name) throws IOException {
        boolean wrapper =
            "Domain".equals(name.getKeyProperty("type")) && name.getKeyProperty("host") != null;
        return testbed.beans().has(name)
            && !(wrapper
                && !ObjectNames.value(name, "host")
                    .equals(births.get(ObjectNames.value(name, "name"))));
      }

      @Override
      public Watch watch() throws IOException {
        return testbed.beans().watch();
      }
    }

    /** Asks each wrapper of software for everything once more, under another id. */
    private final class DoubledOperations implements Beans {

      @Override
      public <T> T bean(ObjectName name, Class<T> type) {
        T bean = testbed.beans().bean(name, type);
        return bean instanceof WrapperMXBean wrapper ? type.cast(doubled(wrapper)) : bean;
      }

      private static Object doubled(WrapperMXBean wrapper) {
        return Proxy.newProxyInstance(
            WrapperMXBean.class.getClassLoader(),
            new Class<?>[] {WrapperMXBean.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("invoke")) {
                wrapper.invoke(
                    arguments[0] + "-twice", (String) arguments[1], (String[]) arguments[2]);
              }
              try {
                return method.invoke(wrapper, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
      }

      @Override
      public boolean has(ObjectName name) throws IOException {
        return testbed.beans().has(name);
      }

      @Override
      public Watch watch() throws IOException {
        return testbed.beans().watch();
      }
    }
  }
}
