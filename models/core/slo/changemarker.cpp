#include "slo/changemarker.h"

#include <algorithm>
#include <array>

namespace qd {

namespace {

constexpr qsizetype maxMarkerText = 200;

bool isShown(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format: // also the marks that turn the direction of text round
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Other_NotAssigned: return false;
    default: return true;
    }
}

/// One line of plain text: what cannot be seen becomes a space, runs of space one.
QString markerText(const QString &raw)
{
    QString text = raw.left(4 * maxMarkerText);
    for (QChar &c : text)
        if (!isShown(c))
            c = u' ';
    text = text.simplified();
    if (text.size() <= maxMarkerText)
        return text;
    const bool splitsPair = text.at(maxMarkerText - 2).isHighSurrogate();
    return text.left(maxMarkerText - (splitsPair ? 2 : 1)) % u'…';
}

QString markerSubject(const QString &kind)
{
    if (kind == QLatin1String("deployment"))
        return QStringLiteral("Build");
    if (kind == QLatin1String("prompt-version"))
        return QStringLiteral("Prompt");
    return kind == QLatin1String("budget-state") ? QStringLiteral("Budget") : QStringLiteral("Change");
}

/// "Prompt v8", detail "support-triage, was v7".
ChangeMarker markerOf(const Table &reply, size_t row, Instant at)
{
    const QString kind = markerText(reply.text(row, u"kind"));
    const QString state = reply.text(row, u"title");
    const QString where = reply.text(row, u"detail");
    const QString previous = reply.text(row, u"previous");
    QStringList detail;
    if (!where.isEmpty())
        detail.append(where);
    if (!previous.isEmpty())
        detail.append(QStringLiteral("was ") % previous);
    return {.at = at, .kind = kind, .title = markerText(markerSubject(kind) % u' ' % state),
            .detail = markerText(detail.join(QLatin1String(", ")))};
}

} // namespace

Result<QList<ChangeMarker>> readChangeMarkers(const Table &reply)
{
    static constexpr std::array<QStringView, 4> columns{u"at", u"kind", u"title", u"detail"};
    for (const QStringView column : columns)
        if (!reply.columnIndex(column))
            return Error{.kind = ErrorKind::Decode,
                         .message = QStringLiteral("The reply about changes has no column “%1”.").arg(column)};
    QList<ChangeMarker> markers;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (const auto at = reply.instant(row, u"at"))
            markers.append(markerOf(reply, row, *at));
    std::ranges::stable_sort(markers, {}, &ChangeMarker::at);
    return markers;
}

} // namespace qd
