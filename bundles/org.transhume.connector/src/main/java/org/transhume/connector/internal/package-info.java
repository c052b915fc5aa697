// SPDX-License-Identifier: Apache-2.0
/** JMX over one TLS port, with roles. */
package org.transhume.connector.internal;
