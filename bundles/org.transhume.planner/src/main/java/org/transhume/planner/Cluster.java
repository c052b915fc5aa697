// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Hosts, domains and which is where, at one moment. Immutable. Hosts and domains are in the order
 * of their names, whatever order they came in, so that nothing planned depends on that.
 */
public final class Cluster {

  private final List<Host> hosts;
  private final List<Domain> domains;
  private final int[] hostOfDomain;
  private final Map<String, Integer> hostIndexes;
  private final Map<String, Integer> domainIndexes;
  private final String demandUnit;

  private Cluster(
      List<Host> hosts,
      List<Domain> domains,
      int[] hostOfDomain,
      Map<String, Integer> hostIndexes,
      Map<String, Integer> domainIndexes,
      String demandUnit) {
    this.hosts = hosts;
    this.domains = domains;
    this.hostOfDomain = hostOfDomain;
    this.hostIndexes = hostIndexes;
    this.domainIndexes = domainIndexes;
    this.demandUnit = demandUnit;
  }

  /** A cluster to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** All hosts by name. */
  public List<Host> hosts() {
    return hosts;
  }

  /** What processors and demand are counted in, for people: {@code %} of a processor. */
  public String demandUnit() {
    return demandUnit;
  }

  /** All domains by name. */
  public List<Domain> domains() {
    return domains;
  }

  /** The host that a domain is on; both by their index in the lists. */
  public int hostOf(int domain) {
    return hostOfDomain[domain];
  }

  /**
   * The host that a domain is on.
   *
   * @throws NoSuchElementException when there is no such domain
   */
  public String hostOf(String domain) {
    return hosts.get(hostOfDomain[domainIndex(domain)]).name();
  }

  /** The index of each domain's host, in the order of domains; a copy. */
  public int[] placement() {
    return hostOfDomain.clone();
  }

  /** Whether there is a host of that name. */
  public boolean hasHost(String name) {
    return hostIndexes.containsKey(name);
  }

  /** Whether there is a domain of that name. */
  public boolean hasDomain(String name) {
    return domainIndexes.containsKey(name);
  }

  /**
   * A host's index in the list.
   *
   * @throws NoSuchElementException when there is no such host
   */
  public int hostIndex(String name) {
    return index(hostIndexes, name, "host");
  }

  /**
   * A domain's index in the list.
   *
   * @throws NoSuchElementException when there is no such domain
   */
  public int domainIndex(String name) {
    return index(domainIndexes, name, "domain");
  }

  private static int index(Map<String, Integer> indexes, String name, String kind) {
    Integer index = indexes.get(name);
    if (index == null) {
      throw new NoSuchElementException("no " + kind + " " + name);
    }
    return index;
  }

  /** The same cluster with some domains elsewhere: host by domain. */
  public Cluster with(Map<String, String> moved) {
    int[] placement = hostOfDomain.clone();
    moved.forEach((domain, host) -> placement[domainIndex(domain)] = hostIndex(host));
    return new Cluster(hosts, domains, placement, hostIndexes, domainIndexes, demandUnit);
  }

  /** The same cluster with one more domain. */
  public Cluster with(Domain newcomer, String host) {
    Builder builder = builder().demandUnit(demandUnit);
    hosts.forEach(builder::host);
    for (int i = 0; i < domains.size(); i++) {
      builder.domain(domains.get(i), hosts.get(hostOfDomain[i]).name());
    }
    return builder.domain(newcomer, host).build();
  }

  /** The same cluster with every domain on the host of that index; the array is copied. */
  public Cluster at(int[] placement) {
    if (placement.length != domains.size()) {
      throw new IllegalArgumentException(
          placement.length + " places for " + domains.size() + " domains");
    }
    return new Cluster(hosts, domains, placement.clone(), hostIndexes, domainIndexes, demandUnit);
  }

  /** Collects hosts and domains in any order. */
  public static final class Builder {

    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Domain> domains = new LinkedHashMap<>();
    private final Map<String, String> hostByDomain = new HashMap<>();

    private String demandUnit = "%";

    private Builder() {}

    /** Counts processors and demand in something finer than per cent of a processor. */
    public Builder demandUnit(String unit) {
      demandUnit = unit;
      return this;
    }

    /**
     * Adds a host.
     *
     * @throws IllegalArgumentException when there is one of that name
     */
    public Builder host(Host host) {
      if (hosts.putIfAbsent(host.name(), host) != null) {
        throw new IllegalArgumentException("host " + host.name() + " is there twice");
      }
      return this;
    }

    /**
     * Adds a domain and says where it is.
     *
     * @throws IllegalArgumentException when there is one of that name
     */
    public Builder domain(Domain domain, String host) {
      if (domains.putIfAbsent(domain.name(), domain) != null) {
        throw new IllegalArgumentException("domain " + domain.name() + " is there twice");
      }
      hostByDomain.put(domain.name(), host);
      return this;
    }

    /**
     * The cluster.
     *
     * @throws IllegalArgumentException when a domain is on a host that is not there, or that is off
     */
    public Cluster build() {
      List<Host> ordered = new ArrayList<>(hosts.values());
      ordered.sort(Comparator.comparing(Host::name));
      List<Domain> guests = new ArrayList<>(domains.values());
      guests.sort(Comparator.comparing(Domain::name));
      Map<String, Integer> hostIndexes = new HashMap<>(2 * ordered.size());
      ordered.forEach(host -> hostIndexes.put(host.name(), hostIndexes.size()));
      Map<String, Integer> domainIndexes = new HashMap<>(2 * guests.size());
      int[] placement = new int[guests.size()];
      for (Domain guest : guests) {
        String at = hostByDomain.get(guest.name());
        Integer host = hostIndexes.get(at);
        if (host == null || ordered.get(host).state() == HostState.OFF) {
          throw new IllegalArgumentException(
              "domain "
                  + guest.name()
                  + " is on host "
                  + at
                  + (host == null ? ", which is not there" : ", which is off"));
        }
        placement[domainIndexes.size()] = host;
        domainIndexes.put(guest.name(), domainIndexes.size());
      }
      return new Cluster(
          List.copyOf(ordered),
          List.copyOf(guests),
          placement,
          hostIndexes,
          domainIndexes,
          demandUnit);
    }
  }
}
