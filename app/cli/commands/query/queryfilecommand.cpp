#include "commands/query/queryfilecommand.h"

#include "output/errorreport.h"
#include "output/jsonwriter.h"
#include "printabletext.h"

#include <QRegularExpression>

#include <utility>

namespace qd {

namespace {

/// As a POSIX shell takes it for one word.
QString queryWord(QString name)
{
    static const QRegularExpression plain(QStringLiteral("^[\\w./-]+$"));
    return plain.match(name).hasMatch() ? name : QString(u'\'' % name.replace(u'\'', QStringLiteral("'\\''")) % u'\'');
}

} // namespace

QueryFileCommand::QueryFileCommand(const CliOptions &options, const CliStreams &streams, Order order) : m_options(options), m_streams(streams), m_order(std::move(order)) { }

void QueryFileCommand::start()
{
    const Result<QString> done = act();
    ExitCode code = ExitCode::Healthy;
    if (!done)
        code = reportError(m_options, m_streams, done.error());
    else if (m_options.format == OutputFormat::Json)
        m_streams.print(json::savedQueries(m_files.read()));
    else
        m_streams.print(printableText(*done) + u'\n');
    QMetaObject::invokeMethod(this, [this, code] { emit finished(code); }, Qt::QueuedConnection);
}

Result<QString> QueryFileCommand::act()
{
    switch (m_order.verb) {
    case Verb::Save: return save();
    case Verb::Rename: return rename();
    case Verb::Delete: return remove();
    case Verb::Restore: break;
    }
    return restore();
}

Result<QString> QueryFileCommand::save()
{
    const auto done = m_files.write(m_order.name, m_order.text);
    return done ? Result<QString>(QString(QStringLiteral("Saved as @") % m_order.name)) : done.error();
}

Result<QString> QueryFileCommand::rename()
{
    const auto done = m_files.rename(m_order.name, m_order.to);
    return done ? Result<QString>(QString(QStringLiteral("Renamed to @") % m_order.to)) : done.error();
}

Result<QString> QueryFileCommand::remove()
{
    const auto trashed = m_files.remove(m_order.name);
    return trashed ? Result<QString>(QStringLiteral("Deleted. To bring it back: deckctl query library restore %1 %2").arg(*trashed, queryWord(m_order.name))) : trashed.error();
}

Result<QString> QueryFileCommand::restore()
{
    const auto done = m_files.restore(m_order.name, m_order.to);
    return done ? Result<QString>(QString(u'@' % m_order.to % QStringLiteral(" is back"))) : done.error();
}

} // namespace qd
