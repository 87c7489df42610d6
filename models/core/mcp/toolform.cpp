#include "mcp/toolform.h"

namespace qd {

QString escapedStep(QString name) { return name.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1")); }

QString fieldWords(const QString &path)
{
    QString words;
    for (QString step : path.mid(1).split(u'/')) {
        if (const qsizetype alternative = step.indexOf(QChar(0x1f)); alternative >= 0)
            step.truncate(alternative);
        step.replace(QStringLiteral("~1"), QStringLiteral("/")).replace(QStringLiteral("~0"), QStringLiteral("~"));
        bool isNumber = false;
        step.toUInt(&isNumber);
        if (isNumber)
            words += u'[' + step + u']';
        else if (!step.isEmpty())
            words += (words.isEmpty() ? QString() : QStringLiteral(".")) + step;
    }
    return words;
}

} // namespace qd
