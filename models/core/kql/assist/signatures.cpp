#include "kql/assist/signatures.h"

#include <QHash>

#include <algorithm>

namespace qd::kql::assist {

namespace {

using SignatureIndex = QHash<QString, const Signature *>;

void addSignatures(SignatureIndex *index, std::span<const Signature> signatures)
{
    for (const Signature &signature : signatures)
        index->insert(QString::fromLatin1(signature.name), &signature);
}

const SignatureIndex &scalarIndex()
{
    static const SignatureIndex index = [] {
        SignatureIndex all;
        for (const auto part : {textSignatures(), mathSignatures(), timeSignatures(), valueSignatures(), dynamicSignatures(), seriesSignatures()})
            addSignatures(&all, part);
        return all;
    }();
    return index;
}

const SignatureIndex &aggregateIndex()
{
    static const SignatureIndex index = [] {
        SignatureIndex all;
        addSignatures(&all, aggregateSignatures());
        return all;
    }();
    return index;
}

const Signature *lookUp(const SignatureIndex &index, QStringView name)
{
    return index.value(QString::fromRawData(name.data(), name.size()), nullptr);
}

} // namespace

const Signature *findSignature(QStringView name) { return lookUp(scalarIndex(), name); }
const Signature *findAggregate(QStringView name) { return lookUp(aggregateIndex(), name); }

const Signature *findOperatorSignature(QStringView name)
{
    static const SignatureIndex index = [] {
        SignatureIndex all;
        addSignatures(&all, operatorSignatures());
        return all;
    }();
    return lookUp(index, name);
}

QStringList signatureNames()
{
    QStringList names = scalarIndex().keys() + aggregateIndex().keys();
    names.removeDuplicates();
    names.sort();
    return names;
}

QStringList parametersOf(const Signature &signature)
{
    return QString::fromUtf8(signature.parameters).split(QStringLiteral(", "), Qt::SkipEmptyParts);
}

QString signatureLine(const Signature &signature)
{
    return QString::fromLatin1(signature.name) % u'(' % QString::fromUtf8(signature.parameters) % u')';
}

} // namespace qd::kql::assist
