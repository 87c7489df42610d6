#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

#include <span>

namespace qd::kql::assist {

/// One function, aggregate or operator as people are told about it. Texts are ours.
struct Signature {
    const char *name;
    const char *parameters; ///< "regex, source, [type]"; the last may end with … when it repeats
    const char *returns;    ///< a KQL type, or "same" as the first argument; for an operator its rest of the line
    const char *summary;
};

std::span<const Signature> textSignatures();
std::span<const Signature> mathSignatures();
std::span<const Signature> timeSignatures();
std::span<const Signature> valueSignatures();  ///< conversions, null tests, choice, other rows
std::span<const Signature> dynamicSignatures();
std::span<const Signature> seriesSignatures();
std::span<const Signature> aggregateSignatures();
std::span<const Signature> operatorSignatures();

/// The scalar function (also: the aggregate, the operator) of this name, or nullptr.
const Signature *findSignature(QStringView name);
const Signature *findAggregate(QStringView name);
const Signature *findOperatorSignature(QStringView name);
/// Every scalar function's and aggregate's name, sorted.
QStringList signatureNames();
QStringList parametersOf(const Signature &signature);
/// "bin(value, roundTo)"
QString signatureLine(const Signature &signature);

} // namespace qd::kql::assist
