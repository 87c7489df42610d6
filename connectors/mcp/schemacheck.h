#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <map>

namespace qd {

/// Documents that references may lead to beside the schema itself, by their URIs.
using SchemaDocuments = std::map<QString, QByteArray>;

/// What a schema says of a value, as sentences for people; at most ten in each list.
struct SchemaJudgement {
    QStringList findings;  ///< where the value breaks the schema; a schema that cannot be read is told as the only one
    QStringList voidParts; ///< parts that are no rule for any value: "the reference other.json leads nowhere"
    QStringList tooCostly; ///< on what the answer depends and takes too long: "the pattern ^(a+)+$ takes too long"
    bool isReadable = true; ///< false: what was given is no schema at all
    [[nodiscard]] bool fits() const { return findings.isEmpty(); } ///< as far as it could be judged
    [[nodiscard]] QStringList notJudged() const { return voidParts + tooCostly; }
};

/// Holds a JSON value against a JSON Schema: draft 7 by its `$schema`, else 2020-12. Nothing is fetched, and formats are not
/// checked. What is known not to be judged as the standard says is listed in tests/data/schemas. Any thread.
[[nodiscard]] SchemaJudgement checkAgainstSchema(const QByteArray &value, const QByteArray &schema, const SchemaDocuments &documents = {});

} // namespace qd
