#include "features/capturefeature.h"

#include "features/overviewfeature.h"
#include "mainwindow.h"
#include "slotabletext.h"
#include "workspace.h"

#include <QPixmap>

#include <cstdio>

namespace qd {

ConsoleExit consoleExitOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::Keychain:
        return ConsoleExit::SignIn;
    case ErrorKind::Network:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::Throttled:
    case ErrorKind::Conflict:
        return ConsoleExit::Unreachable;
    case ErrorKind::Invalid:
        return ConsoleExit::Usage;
    case ErrorKind::Cancelled:
    case ErrorKind::NotFound:
    case ErrorKind::Server:
    case ErrorKind::Query:
    case ErrorKind::Protocol:
    case ErrorKind::Decode:
    case ErrorKind::Internal:
        break;
    }
    return ConsoleExit::QueryFailed;
}

CaptureFeature::CaptureFeature(Workspace &workspace, MainWindow &window, OverviewFeature &overview,
                               const ConsoleOptions &options, bool isOffscreen)
    : m_workspace(workspace)
    , m_window(window)
    , m_overview(overview)
    , m_options(options)
    , m_isPrinting(options.once || isOffscreen)
{
    connect(&workspace.detail, &SloDetailStore::changed, this, [this] {
        const SloDetail::State state = m_workspace.detail.detail().state;
        if (m_isWaiting && (state == SloDetail::State::Ready || state == SloDetail::State::Failed))
            whenPainted();
    });
}

void CaptureFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    connect(&account.tiles(), &SloController::roundFinished, this, &CaptureFeature::onRound);
}

void CaptureFeature::fail(const Error &error)
{
    if (!m_hasComplained)
        std::fprintf(stderr, "quarterdeck: %s\n", qPrintable(error.message));
    m_hasComplained = true;
    if (!m_isCaptured)
        finish(consoleExitOf(error));
}

void CaptureFeature::onRound(bool isSuccess)
{
    if (m_isCaptured)
        return;
    if (!isSuccess) {
        if (const auto error = m_account->tiles().lastError(); error && (m_options.once || m_isPrinting))
            fail(*error);
        return;
    }
    m_isCaptured = true;
    printTiles();
    if (m_options.screenshot.isEmpty())
        finish(ConsoleExit::Shown);
    else
        openPage();
}

void CaptureFeature::printTiles() const
{
    if (!m_isPrinting)
        return;
    const QByteArray text = sloTableText(m_account->tiles().tiles(), m_workspace.clock.now()).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
    std::fflush(stdout);
}

void CaptureFeature::openPage()
{
    if (m_options.screenshotPage != QLatin1StringView("detail")) {
        // What was changed belongs to the picture, and is asked for after the tiles.
        if (m_account->markers().isLoading())
            connect(&m_account->markers(), &ChangeMarkerController::finished, this, &CaptureFeature::whenPainted, Qt::SingleShotConnection);
        else
            whenPainted();
        return;
    }
    m_isWaiting = true;
    m_overview.openDetail(m_overview.worst());
}

// Posted twice round the loop: layouts that the new data asked for are done by then.
void CaptureFeature::whenPainted()
{
    m_isWaiting = false;
    QTimer::singleShot(0, this, [this] { QTimer::singleShot(50, this, &CaptureFeature::writeScreenshot); });
}

void CaptureFeature::writeScreenshot()
{
    const bool isWritten = m_window.grab().save(m_options.screenshot, "PNG");
    if (!isWritten)
        std::fprintf(stderr, "quarterdeck: the screenshot %s cannot be written\n", qPrintable(m_options.screenshot));
    finish(isWritten ? ConsoleExit::Shown : ConsoleExit::Failed);
}

void CaptureFeature::finish(ConsoleExit code)
{
    if (m_options.once)
        emit done(code);
}

} // namespace qd
