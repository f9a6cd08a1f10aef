"""``make digits``: are the printed digits the same under every numpy and on every processor?"""
