// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;

/** A {@link DescribedMBean} that sends notifications. */
public final class DescribedEmitterMBean extends StandardEmitterMBean {

  private final Descriptions descriptions;

  /**
   * Wraps a bean.
   *
   * @param contract one of this package's MXBean interfaces
   * @param emitter what listeners are added to
   */
  public <T> DescribedEmitterMBean(T bean, Class<T> contract, NotificationEmitter emitter) {
    super(bean, contract, true, emitter);
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
