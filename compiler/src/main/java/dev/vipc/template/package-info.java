/** Templates of Ansible, rendered so that every place of the text leads back into the template. */
@NullMarked
package dev.vipc.template;

import org.jspecify.annotations.NullMarked;
