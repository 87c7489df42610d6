#include "features/capturefeature.h"

#include "features/overviewfeature.h"
#include "mainwindow.h"
#include "slotabletext.h"
#include "workspace.h"

#include <QPixmap>

#include <cstdio>

namespace qd {

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
        finish(exitCodeOf(error));
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
        finish(ExitCode::Healthy);
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
    finish(isWritten ? ExitCode::Healthy : ExitCode::Failed);
}

void CaptureFeature::finish(ExitCode code)
{
    if (m_options.once)
        emit done(code);
}

} // namespace qd
