// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.Descriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectName;
import org.transhume.api.mx.Audited;
import org.transhume.api.mx.NamesCaller;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.RequiresRole;
import org.transhume.api.mx.RequiresRoleToWrite;
import org.transhume.api.mx.Role;

/**
 * What the holder of some roles may do with an MBean. Our own MBeans say it themselves, in the
 * descriptors of their MBeanInfo; of all others a short list of attributes may be read. What is not
 * allowed here is refused.
 */
final class AccessRules {

  /** What monitoring tools show of a JVM, without arguments, properties, paths and commands. */
  private static final Map<String, Set<String>> READABLE_OF_JVM =
      Map.of(
          "Runtime",
          Set.of(
              "Name",
              "Pid",
              "StartTime",
              "Uptime",
              "VmName",
              "VmVendor",
              "VmVersion",
              "SpecName",
              "SpecVendor",
              "SpecVersion",
              "ManagementSpecVersion"),
          "Memory",
          Set.of(
              "Verbose", "HeapMemoryUsage", "NonHeapMemoryUsage", "ObjectPendingFinalizationCount"),
          "MemoryPool",
          Set.of(
              "Name",
              "Type",
              "Valid",
              "Usage",
              "PeakUsage",
              "CollectionUsage",
              "MemoryManagerNames",
              "UsageThresholdSupported",
              "CollectionUsageThresholdSupported"),
          "MemoryManager",
          Set.of("Name", "Valid", "MemoryPoolNames"),
          "GarbageCollector",
          Set.of(
              "Name",
              "Valid",
              "MemoryPoolNames",
              "CollectionCount",
              "CollectionTime",
              "LastGcInfo"),
          "Threading",
          Set.of(
              "ThreadCount",
              "PeakThreadCount",
              "DaemonThreadCount",
              "TotalStartedThreadCount",
              "AllThreadIds",
              "CurrentThreadCpuTimeSupported",
              "ThreadCpuTimeSupported",
              "ThreadCpuTimeEnabled",
              "ObjectMonitorUsageSupported",
              "SynchronizerUsageSupported",
              "ThreadContentionMonitoringSupported",
              "ThreadContentionMonitoringEnabled"),
          "ClassLoading",
          Set.of("Verbose", "LoadedClassCount", "TotalLoadedClassCount", "UnloadedClassCount"),
          "Compilation",
          Set.of("Name", "CompilationTimeMonitoringSupported", "TotalCompilationTime"),
          "OperatingSystem",
          Set.of(
              "Name",
              "Arch",
              "Version",
              "AvailableProcessors",
              "SystemLoadAverage",
              "CpuLoad",
              "SystemCpuLoad",
              "ProcessCpuLoad",
              "ProcessCpuTime",
              "CommittedVirtualMemorySize",
              "TotalMemorySize",
              "FreeMemorySize",
              "TotalPhysicalMemorySize",
              "FreePhysicalMemorySize",
              "TotalSwapSpaceSize",
              "FreeSwapSpaceSize",
              "OpenFileDescriptorCount",
              "MaxFileDescriptorCount"));

  /** Operations that only look, for the threads that monitoring tools show to an operator. */
  private static final Set<String> QUESTIONS_ABOUT_THREADS =
      Set.of(
          "getThreadInfo",
          "getThreadCpuTime",
          "findDeadlockedThreads",
          "findMonitorDeadlockedThreads");

  private static final Set<String> READABLE_OF_DELEGATE =
      Set.of(
          "MBeanServerId",
          "SpecificationName",
          "SpecificationVendor",
          "SpecificationVersion",
          "ImplementationName",
          "ImplementationVendor",
          "ImplementationVersion");

  private final Set<Role> held;

  AccessRules(Set<Role> held) {
    this.held = held.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(held);
  }

  /** Whether the holder may look around: names, descriptions, counts. */
  boolean mayLook() {
    // Every role includes VIEWER.
    return !held.isEmpty();
  }

  boolean mayRead(ObjectName name, MBeanInfo info, String attribute) {
    if (!isOurs(name)) {
      return mayLook() && isReadableForeign(name, attribute);
    }
    MBeanAttributeInfo described = attribute(info, attribute);
    return described != null
        && (has(described, RequiresRole.FIELD)
            ? holds(described.getDescriptor(), RequiresRole.FIELD)
            : holds(info.getDescriptor(), RequiresRole.FIELD));
  }

  boolean mayWrite(ObjectName name, MBeanInfo info, String attribute) {
    MBeanAttributeInfo described = attribute(info, attribute);
    return isOurs(name)
        && described != null
        && holds(described.getDescriptor(), RequiresRoleToWrite.FIELD);
  }

  boolean mayInvoke(ObjectName name, MBeanInfo info, String operation, String[] signature) {
    if (!isOurs(name)) {
      return held.contains(Role.OPERATOR)
          && name.getCanonicalName().equals(ManagementFactory.THREAD_MXBEAN_NAME)
          && QUESTIONS_ABOUT_THREADS.contains(operation);
    }
    return described(info, operation, signature)
        .anyMatch(described -> holds(described.getDescriptor(), RequiresRole.FIELD));
  }

  /** Whether who invokes it is to be written down. */
  static boolean isAudited(ObjectName name, MBeanInfo info, String operation, String[] signature) {
    return isOurs(name)
        && described(info, operation, signature)
            .map(described -> described.getDescriptor().getFieldValue(Audited.FIELD))
            .anyMatch(Boolean.TRUE::equals);
  }

  /** Whether who invokes it is named to it, in its last parameter. */
  static boolean namesCaller(
      ObjectName name, MBeanInfo info, String operation, String[] signature) {
    return isOurs(name)
        && described(info, operation, signature)
            .map(described -> described.getDescriptor().getFieldValue(NamesCaller.FIELD))
            .anyMatch(Boolean.TRUE::equals);
  }

  private static Stream<MBeanOperationInfo> described(
      MBeanInfo info, String operation, String[] signature) {
    String[] wanted = signature == null ? new String[0] : signature;
    return Arrays.stream(info.getOperations())
        .filter(described -> described.getName().equals(operation))
        .filter(described -> Arrays.equals(types(described), wanted));
  }

  boolean mayListen(ObjectName name, MBeanInfo info) {
    if (name.equals(MBeanServerDelegate.DELEGATE_NAME)) {
      return mayLook();
    }
    return isOurs(name) && holds(info.getDescriptor(), RequiresRole.FIELD);
  }

  private boolean holds(Descriptor descriptor, String field) {
    Object value = descriptor.getFieldValue(field);
    if (!(value instanceof String[] roles)) {
      return false;
    }
    return Arrays.stream(roles)
        .anyMatch(
            role ->
                role.equals(Role.VIEWER.name())
                    ? !held.isEmpty()
                    : held.stream().anyMatch(own -> own.name().equals(role)));
  }

  private static boolean has(MBeanFeatureInfo described, String field) {
    return described.getDescriptor().getFieldValue(field) != null;
  }

  private static boolean isOurs(ObjectName name) {
    return name.getDomain().equals(ObjectNames.DOMAIN);
  }

  private static boolean isReadableForeign(ObjectName name, String attribute) {
    if (name.equals(MBeanServerDelegate.DELEGATE_NAME)) {
      return READABLE_OF_DELEGATE.contains(attribute);
    }
    if (!name.getDomain().equals("java.lang") || name.isPattern()) {
      return false;
    }
    String type = name.getKeyProperty("type");
    return type != null && READABLE_OF_JVM.getOrDefault(type, Set.of()).contains(attribute);
  }

  private static MBeanAttributeInfo attribute(MBeanInfo info, String name) {
    return Arrays.stream(info.getAttributes())
        .filter(described -> described.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String[] types(MBeanOperationInfo described) {
    return Arrays.stream(described.getSignature())
        .map(MBeanParameterInfo::getType)
        .toArray(String[]::new);
  }
}
