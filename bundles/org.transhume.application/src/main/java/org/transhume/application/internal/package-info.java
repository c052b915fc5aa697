// SPDX-License-Identifier: Apache-2.0
/** Looks after applications, on a manager that leads, through the MBeans of its container. */
package org.transhume.application.internal;
