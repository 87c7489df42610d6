#include "guard/terminalconfirm.h"

#include "http/callstate.h"
#include "interrupts.h"
#include "printabletext.h"

#include <QFileDevice>

#include <unistd.h>

namespace qd {

namespace {

bool isTerminal(QIODevice &device)
{
    const auto *file = qobject_cast<QFileDevice *>(&device);
    return file && file->handle() >= 0 && isatty(file->handle()) == 1;
}

QString signedLines(const QString &text, QChar sign)
{
    QString lines;
    for (const QString &line : text.split(u'\n', text.isEmpty() ? Qt::SkipEmptyParts : Qt::KeepEmptyParts))
        lines += QString(sign + QLatin1Char(' ') + printableText(line) + u'\n');
    return lines;
}

Error unansweredError(const ConfirmRequest &request)
{
    const QString option = request.level == ConfirmLevel::TypedName ? QStringLiteral("--confirm ") + request.environment : QStringLiteral("--yes");
    return {.kind = ErrorKind::Invalid,
            .message = QStringLiteral("Nothing was done: this changes %1 and there is no terminal to ask on. Add %2 to agree.")
                           .arg(request.environment, option)};
}

} // namespace

QString changeText(const ConfirmRequest &request)
{
    QString text = printableText(request.action.title) + QStringLiteral("\n  in ") + request.environment;
    if (!request.action.target.isEmpty())
        text += QStringLiteral(": ") + printableText(request.action.target);
    text += u'\n';
    for (const QString &effect : request.action.effects)
        text += QStringLiteral("  * ") + printableText(effect) + u'\n';
    return text + signedLines(request.action.before, u'-') + signedLines(request.action.after, u'+');
}

Call TerminalConfirm::ask(const ConfirmRequest &request, QObject *context, Completion<bool> completion)
{
    const auto state = CallState<bool>::create(context, std::move(completion));
    const bool isTyped = request.level == ConfirmLevel::TypedName;
    const bool isNamed = QString::fromStdString(m_options.environment) == request.environment;
    if (isNamed || (m_options.isAgreed && !isTyped)) {
        state->finish(true);
        return state->handle();
    }
    if (!m_options.environment.empty()) {
        state->finish(Error{.kind = ErrorKind::Invalid,
                            .message = QStringLiteral("Nothing was done: this is %1, not what --confirm names.").arg(request.environment)});
        return state->handle();
    }
    const auto answer = answerOf(request);
    if (!answer)
        state->finish(answer.error());
    else
        state->finish(*answer == (isTyped ? request.environment : QStringLiteral("yes")));
    return state->handle();
}

Result<QString> TerminalConfirm::answerOf(const ConfirmRequest &request) const
{
    if (!isTerminal(m_streams.in))
        return unansweredError(request);
    show(request);
    const PlainInterrupts plain;
    return QString::fromUtf8(m_streams.in.readLine(1024)).trimmed();
}

void TerminalConfirm::show(const ConfirmRequest &request) const
{
    const QString wanted = request.level == ConfirmLevel::TypedName ? request.environment : QStringLiteral("yes");
    m_streams.err.write(changeText(request).toUtf8() + QStringLiteral("Type %1 to agree: ").arg(wanted).toUtf8());
    if (auto *file = qobject_cast<QFileDevice *>(&m_streams.err))
        file->flush();
}

} // namespace qd
