"""What a project has settled: severities, waivers, the baseline."""
