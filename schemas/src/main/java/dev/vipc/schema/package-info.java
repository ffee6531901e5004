/** JSON Schemas and the check of YAML trees against them; the only user of everit. */
@NullMarked
package dev.vipc.schema;

import org.jspecify.annotations.NullMarked;
