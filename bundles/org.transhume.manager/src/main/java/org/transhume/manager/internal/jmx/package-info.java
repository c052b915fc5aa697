// SPDX-License-Identifier: Apache-2.0
/** The agents reached over JMX and TLS. */
package org.transhume.manager.internal.jmx;
