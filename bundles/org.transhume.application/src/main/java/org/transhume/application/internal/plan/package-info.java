// SPDX-License-Identifier: Apache-2.0
/**
 * What is to be done for an application: from what is wanted and what is seen, and nothing else.
 */
package org.transhume.application.internal.plan;
