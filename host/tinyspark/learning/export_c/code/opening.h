/* $name.h: a gesture model and all the code that runs it. Generated, so do not edit it.
 *
 * made by  TinySpark $version
 * model    SHA-256 $digest
 * sensor   $sensor
 * labels   $labels
 * size     $tables bytes of tables, about $stack bytes of stack
 *
 *     static int16_t data[NAME_AXES * $longest];  // value t of axis a: data[a * $longest + t]
 *     uint8_t confidences[NAME_LABELS];  // of each label, 0..255
 *     int best = name_classify(data, $longest, count, confidences);
 *     if (name_detects(best, confidences))
 *         puts(name_labels[best]);
 *
 * $values
 * The results are TinySpark's own, bit for bit. C99 or C++; integers only; nothing of the C
 * library but stdint.h. Everything is static: include it in one file of your program.
 */
#ifndef NAME_H
#define NAME_H

#include <stdint.h>
