#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <map>

namespace qd {

/// Documents that references may lead to beside the schema itself, by their URIs.
using SchemaDocuments = std::map<QString, QByteArray>;

/// Where a JSON value breaks a JSON Schema, as sentences for people, at most ten; empty when it fits. Draft 7 by its
/// `$schema`, else 2020-12. Nothing is fetched: a reference that leads out of what is given is not checked, nor are formats,
/// nor what would take too long (a pattern that runs away, a schema without end). What is known not to be judged as the
/// standard says is listed in tests/data/schemas. A schema that cannot be read is told as the only sentence. Any thread.
[[nodiscard]] QStringList checkAgainstSchema(const QByteArray &value, const QByteArray &schema, const SchemaDocuments &documents = {});

} // namespace qd
