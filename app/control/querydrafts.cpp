#include "querydrafts.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype draftMost = 50;
constexpr qint64 draftBytes = 1024 * 1024;

QString draftName(qsizetype index) { return QStringLiteral("%1.kql").arg(index + 1, 2, 10, QChar(u'0')); }

// Fields of the list are parted by tabs; a tab in a title becomes a space.
QString draftField(QString text) { return text.replace(u'\t', u' ').replace(u'\n', u' '); }

bool writeDraft(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

QByteArray readDraft(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(draftBytes) : QByteArray();
}

} // namespace

QString queryDraftFolder()
{
    const QString given = qEnvironmentVariable("QD_STATE_DIR");
    const QString base = given.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/quarterdeck") : given;
    return base + QStringLiteral("/queries/drafts");
}

// "open.txt" lists the drafts in their order: current mark, file, cursor, source, title.
QueryDrafts loadQueryDrafts(const QString &folder)
{
    QueryDrafts drafts;
    const QString list = QString::fromUtf8(readDraft(folder + QStringLiteral("/open.txt")));
    for (const QString &line : list.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList fields = line.split(u'\t');
        if (fields.size() != 5 || drafts.open.size() >= draftMost || fields.at(1).contains(u'/'))
            continue;
        const QString text = QString::fromUtf8(readDraft(folder % u'/' % fields.at(1)));
        if (fields.at(0) == QLatin1StringView("*"))
            drafts.current = static_cast<int>(drafts.open.size());
        drafts.open.append({fields.at(4), text, std::clamp<qsizetype>(fields.at(2).toLongLong(), 0, text.size()), fields.at(3)});
    }
    return drafts;
}

bool saveQueryDrafts(const QueryDrafts &drafts, const QString &folder)
{
    if (!QDir().mkpath(folder))
        return false;
    bool isGood = true;
    QByteArray list;
    for (qsizetype i = 0; i < std::min(drafts.open.size(), draftMost); ++i) {
        const QueryDraft &draft = drafts.open.at(i);
        isGood = writeDraft(folder % u'/' % draftName(i), draft.text.toUtf8().left(draftBytes)) && isGood;
        const QStringList fields{i == drafts.current ? QStringLiteral("*") : QStringLiteral("-"), draftName(i), QString::number(draft.cursor), draftField(draft.source), draftField(draft.title)};
        list += fields.join(u'\t').toUtf8() + '\n';
    }
    for (qsizetype i = drafts.open.size(); QFile::exists(QString(folder % u'/' % draftName(i))); ++i)
        QFile::remove(QString(folder % u'/' % draftName(i)));
    return writeDraft(folder + QStringLiteral("/open.txt"), list) && isGood;
}

} // namespace qd
