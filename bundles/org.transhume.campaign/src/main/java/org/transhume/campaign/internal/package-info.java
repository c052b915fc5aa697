// SPDX-License-Identifier: Apache-2.0
/** The tests T1 to T12, and what several of them have in common. */
package org.transhume.campaign.internal;
