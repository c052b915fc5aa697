// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;

/**
 * An MXBean of ours, so that clients need none of our classes, whose attributes, operations and
 * parameters carry in a console the words of {@code docs/jmx.md}.
 */
public final class DescribedMBean extends StandardMBean {

  private final Descriptions descriptions;

  /**
   * Wraps a bean.
   *
   * @param contract one of this package's MXBean interfaces
   */
  public <T> DescribedMBean(T bean, Class<T> contract) {
    super(bean, contract, true);
    this.descriptions = new Descriptions(contract);
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return descriptions.ofContract(info.getDescription());
  }

  @Override
  protected String getDescription(MBeanAttributeInfo info) {
    return descriptions.ofMember(info.getName(), info.getDescription());
  }

  @Override
  protected String getDescription(MBeanOperationInfo info) {
    return descriptions.ofMember(info.getName(), info.getDescription());
  }

  @Override
  protected String getDescription(MBeanOperationInfo op, MBeanParameterInfo param, int sequence) {
    return descriptions.ofParameter(op, sequence, param.getDescription());
  }

  @Override
  protected String getParameterName(MBeanOperationInfo op, MBeanParameterInfo param, int sequence) {
    return descriptions.ofParameter(op, sequence, param.getName());
  }
}
